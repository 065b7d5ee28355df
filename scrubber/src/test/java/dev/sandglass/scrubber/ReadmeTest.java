package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import example.Example;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of the README is a program that prints what the README says. */
final class ReadmeTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

  @Test
  void showsTheExampleAsItStands() throws IOException {
    String source = Files.readString(MODULE.resolve("src/test/java/example/Example.java"));
    String shown = source.substring(source.indexOf("import "));
    assertThat(readme()).contains("```java\n" + shown + "```\n");
  }

  @Test
  void showsWhatItPrints() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Example.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    assertThat(readme())
        .contains("```console\n" + printed.toString(StandardCharsets.UTF_8) + "```\n");
  }

  private static String readme() throws IOException {
    return Files.readString(MODULE.resolve("README.md"));
  }
}
