package dev.sandglass.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README compiles, runs and does what the README says. */
class ReadmeTest {
  private static final Path SOURCE = Path.of("src/test/java/dev/sandglass/telemetry/Hello.java");

  @TempDir private Path home;

  private record Run(int exitCode, String out, String err) {}

  @Test
  void showsTheExample() throws IOException {
    String source = Files.readString(SOURCE);
    String example = source.substring(source.indexOf("@Command(name = \"hello\")"));
    assertThat(Files.readString(Path.of("README.md"))).contains(example);
  }

  @Test
  void exampleReportsItsUse() throws Exception {
    Run run = hello("log", "greet", "--loud", "Ada");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("HELLO, ADA!\n");
    assertThat(run.err())
        .startsWith("{\"schema\":1,\"event\":\"command\",")
        .contains(
            "\"command\":\"greet\",\"called_as\":\"greet\",\"options\":[\"--loud\"],",
            "\"outcome\":\"ok\"}")
        .doesNotContainIgnoringCase("ada");
  }

  @Test
  void exampleNeverSaysWhatWasMistyped() throws Exception {
    Run run = hello("log", "secret-word");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow())
        .contains("\"command\":\"invalid-command\"", "\"outcome\":\"usage-error\"")
        .doesNotContain("secret-word");
  }

  @Test
  void exampleRecordsNothingBeforeItHasToldAnybody() throws Exception {
    Run run = hello("", "greet", "Ada");
    assertThat(run.out()).isEqualTo("Hello, Ada!\n");
    assertThat(run.err()).isEmpty();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void exampleRecordsOneFileWhenOn() throws Exception {
    assertThat(hello("on", "greet", "Ada").exitCode()).isZero();
    try (var files = Files.list(home.resolve(".local/state/hello/telemetry/queue"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      assertThat(Files.readString(all.get(0)))
          .contains("\"command\":\"greet\"")
          .doesNotContain("Ada")
          .endsWith("}\n");
    }
  }

  private Run hello(String mode, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sandglass.telemetry.Hello"));
    command.addAll(List.of(arguments));
    Path err = Files.createTempFile("hello", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("HELLO_TELEMETRY", mode);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Run run = new Run(process.waitFor(), out, Files.readString(err));
    Files.delete(err);
    return run;
  }
}
