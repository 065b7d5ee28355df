package dev.sandglass.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerTimingTest {
  @Test
  void whatIsWrittenIsRead() {
    var timing = new ServerTiming(Duration.ofNanos(12_345_000));
    assertThat(timing.text()).isEqualTo("sandglass;dur=12.345");
    assertThat(ServerTiming.parse(timing.text())).contains(timing);
    assertThat(new ServerTiming(Duration.ofSeconds(4000)).text())
        .isEqualTo("sandglass;dur=4000000.000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache;desc=hit, sandglass;dur=2.5",
        "sandglass;dur=2.5,cache;dur=9",
        "a;dur=1, sandglass;dur=2.5 ,b",
      })
  void whatProxiesAddIsPassedOver(String said) {
    assertThat(ServerTiming.parse(said)).contains(new ServerTiming(Duration.ofNanos(2_500_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sandglass",
        "app;dur=3",
        "notsandglass;dur=3",
        "sandglass;dur=-1",
        "sandglass;dur=NaN",
        "sandglass;dur=1e9",
        "sandglass;dur=9999999999",
        "sandglass;dur=1;desc=x",
      })
  void whatIsNotUnderstoodIsNothing(String said) {
    assertThat(ServerTiming.parse(said)).isEmpty();
  }
}
