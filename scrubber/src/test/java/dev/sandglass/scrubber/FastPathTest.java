package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every command runs through must not pay for regular expressions. */
final class FastPathTest {
  @Test
  void loadsNoRegularExpressions() throws Exception {
    assertThat(classesLoadedWith("plain"))
        .contains("dev.sandglass.scrubber.RouteTable ", "dev.sandglass.scrubber.PublicImage ")
        .doesNotContain("com.google.re2j", "java.util.regex.Matcher ");
  }

  @Test
  void theRedactorLoadsThem() throws Exception {
    assertThat(classesLoadedWith("redactor")).contains("com.google.re2j.Pattern ");
  }

  private static String classesLoadedWith(String what) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xshare:off",
                    "-Xlog:class+load:stdout",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FastPathTest.class.getName() + "$Program",
                    what))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return loaded;
  }

  /** Uses each of the plain classes once, or the redactor. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      if (arguments[0].equals("redactor")) {
        new Redactor().redact("token=x");
        return;
      }
      RouteTemplate template = RouteTemplate.of("/a/:b");
      RouteTable table = RouteTable.of(List.of(new RouteTable.Declared(HttpMethod.GET, template)));
      table.find(HttpMethod.GET, "https://host/a/%20?x");
      ReportableQuery.of("page=1&state=Running");
      TerminalText.printable("plain");
      GitRemote remote = GitRemote.parse("git@github.com:acme/tool.git").orElseThrow();
      PublicGitRepository.proven(remote, any -> true).orElseThrow().text();
      ImageReference image = ImageReference.parse("python:3.12").orElseThrow();
      PublicImage.official(image).orElseThrow().text();
    }
  }
}
