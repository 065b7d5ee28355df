package dev.sandglass.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueFileTest {
  private static final String ID = "0195502c-9d57-7abc-8def-0123456789ab";

  @Test
  void readsWhatItWrites() {
    QueueFile file = QueueFile.of(ID + ".3.1048576.jsonl").orElseThrow();
    assertThat(file.toString()).isEqualTo(ID + ".3.1048576.jsonl");
    assertThat(file.events()).isEqualTo(3);
    assertThat(file.bytes()).isEqualTo(1048576);
    assertThat(file.time()).isEqualTo("2025-03-01T05:27:36.023Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".jsonl",
        ID,
        ID + ".jsonl",
        ID + ".1.jsonl",
        ID + "..5.jsonl",
        ID + ".1..jsonl",
        ID + ".0.5.jsonl",
        ID + ".01.5.jsonl",
        ID + ".1.05.jsonl",
        ID + ".+1.5.jsonl",
        ID + ".-1.5.jsonl",
        ID + ".1.5.5.jsonl",
        ID + ".6.5.jsonl",
        ID + ".1.1048577.jsonl",
        ID + ".1.99999999999999999999.jsonl",
        ID + ".1.5.jsonl.1-2",
        ID + ".1.5.JSONL",
        ID + "\n.1.5.jsonl",
        "x" + ID + ".1.5.jsonl",
        "0195502C-9D57-7ABC-8DEF-0123456789AB.1.5.jsonl",
        "0195502c-9d57-4abc-8def-0123456789ab.1.5.jsonl"
      })
  void takesNothingElse(String name) {
    assertThat(QueueFile.of(name)).isEmpty();
  }
}
