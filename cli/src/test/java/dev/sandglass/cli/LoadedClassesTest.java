package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command does not need is not loaded for it. */
final class LoadedClassesTest {
  private static final Pattern LOADED = Pattern.compile("\\[class,load] ([\\w.$]+)");

  /** About 100 of ours and 170 of picocli's are enough. */
  private static final int MOST = 350;

  private static final Pattern OF_THE_JDK = Pattern.compile("(javax?|jdk|sun)\\..*");

  private static final List<String> HEAVY =
      List.of(
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.dataformat.",
          "com.google.",
          "com.posthog.",
          "dev.sandglass.engine.",
          "dev.sandglass.sandbox.opensandbox.",
          "dev.sandglass.telemetry.upload.",
          "io.netty.",
          "io.opentelemetry.",
          "io.vertx.",
          "java.net.http.",
          "jdk.internal.net.http.",
          "org.jline.",
          "org.sqlite.",
          "org.yaml.");

  @TempDir private Path home;

  private Set<String> loaded(String argument) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load:stderr:tags",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.sandglass.cli.Main",
            argument);
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Set<String> classes = new TreeSet<>();
    for (Matcher matcher = LOADED.matcher(output); matcher.find(); ) {
      classes.add(matcher.group(1));
    }
    return classes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void theVersionTakesOneCommandAndNoLibrary(String argument) throws Exception {
    Set<String> classes = loaded(argument);
    assertThat(classes)
        .contains("java.lang.Object", "dev.sandglass.cli.command.VersionCommand")
        .noneMatch(name -> HEAVY.stream().anyMatch(name::startsWith));
    assertThat(classes)
        .filteredOn(name -> !OF_THE_JDK.matcher(name).matches())
        .hasSizeBetween(100, MOST);
    assertThat(classes)
        .filteredOn(name -> name.matches("dev\\.sandglass\\.cli\\.command\\..*Command"))
        .containsExactly("dev.sandglass.cli.command.VersionCommand");
  }
}
