package dev.sandglass.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProjectKeyTest {
  @Test
  void isWhatTheBuildWasGiven() throws IOException {
    try (var file = ProjectKey.class.getResourceAsStream("project.properties")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(text).startsWith("key=").doesNotContain("${");
      assertThat("key=" + ProjectKey.ofThisBuild().orElse("")).isEqualTo(text);
    }
  }
}
