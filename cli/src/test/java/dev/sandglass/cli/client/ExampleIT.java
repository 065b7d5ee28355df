package dev.sandglass.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of the client's README: its very text, compiled and run. */
@Timeout(90)
final class ExampleIT {
  private static final Path MODULE = Path.of("..", "sandbox");

  @TempDir private Path temporary;

  private static String inReadme() throws IOException {
    String readme = Files.readString(MODULE.resolve("README.md"));
    return readme.split("```java\n", 2)[1].split("```", 2)[0];
  }

  @Test
  void isTheSameInTheReadme() throws IOException {
    assertThat(Files.readString(MODULE.resolve("src/example/java/Example.java")))
        .isEqualTo(inReadme());
  }

  @Test
  void runs() throws Exception {
    try (OwnEngine engine = new OwnEngine()) {
      Path output = temporary.resolve("output");
      Path source = Files.writeString(temporary.resolve("Example.java"), inReadme());
      ProcessBuilder builder =
          new ProcessBuilder(OwnEngine.java(), "-cp", "target/dist/lib/*", source.toString());
      builder.environment().putAll(engine.options().environment());
      // As a user of the library has it: the engine is started by the java and jars that run.
      builder.environment().remove("SANDGLASS_JAVA");
      builder.environment().remove("SANDGLASS_LIB");
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(output)).isEqualTo("hello sand\n");
      assertThat(process.exitValue()).isZero();
    }
  }
}
