package dev.sandglass.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TemplateTest {
  private static final Template TEMPLATE =
      new Template(
          "py",
          "oci",
          Instant.parse("2026-01-01T00:00:00Z"),
          7,
          List.of("template-1"),
          List.of("sh"),
          Map.of("A", "b"),
          "/work",
          new Provenance("docker.io/library/python:3.12", "https://github.com/a/b"));

  @Test
  void comesBackFromItsRecord() {
    assertThat(Template.from(TEMPLATE.toFile())).isEqualTo(TEMPLATE);
  }

  @Test
  void aRecordOfAnEarlierEngineHasNoProvenance() {
    assertThat(Template.from(TEMPLATE.toJson()).provenance()).isEqualTo(Provenance.UNKNOWN);
  }

  @Test
  void theApiSaysNothingOfItsProvenance() {
    assertThat(TEMPLATE.toJson().toString()).doesNotContain("python", "github");
  }
}
