package dev.sandglass.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "512Mi,512Mi",
    "1g,1Gi",
    "1.5Gi,1536Mi",
    "1024,1Ki",
    "1000,1000",
    "2GiB,2Gi",
    "64kb,64Ki",
    "3T,3Ti"
  })
  void readsSizes(String text, String quantity) {
    assertThat(ByteSize.parse(text).quantity()).isEqualTo(quantity);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "5x", "1.5", "Mi", "1 Gi", "12i", "99999999999999999g"})
  void refusesOtherSizesByName(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(MalformedValueException.class)
        .hasMessage("'" + text + "' is not a size such as 512Mi, 1.5Gi or 1g");
  }

  @ParameterizedTest
  @CsvSource({"2,2", "0.5,500m", "500m,500m", "1500m,1500m", "2000m,2"})
  void readsProcessors(String text, String quantity) {
    assertThat(CpuCount.parse(text).quantity()).isEqualTo(quantity);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0m", "two", "-1", "0.0001", "1.5m"})
  void refusesOtherProcessors(String text) {
    assertThatThrownBy(() -> CpuCount.parse(text)).hasMessageStartingWith("'" + text + "' is not");
  }

  @ParameterizedTest
  @CsvSource({"90s,90000", "30m,1800000", "1h30m,5400000", "2d,172800000", "250ms,250"})
  void readsDurations(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0s", "30", "1m1h", "1.5h", "-5m", "PT5M"})
  void refusesOtherDurations(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .hasMessage("'" + text + "' is not a duration such as 90s, 30m, 1h30m or 2d");
  }

  @ParameterizedTest
  @CsvSource({"0,0s", "59,59s", "60,1m", "5400,1h 30m", "3601,1h", "90000,1d 1h", "-5,0s"})
  void writesDurations(long seconds, String text) {
    assertThat(Durations.format(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void readsLabelsAndVariables() {
    assertThat(Label.parse("a=b=c")).isEqualTo(new Label("a", "b=c"));
    assertThat(Label.parse("a=")).isEqualTo(new Label("a", ""));
    assertThatThrownBy(() -> Label.parse("=b")).hasMessage("'=b' is not KEY=VALUE");
    assertThat(Variable.parse("A=")).isEqualTo(new Variable("A", Optional.of("")));
    assertThat(Variable.parse("A")).isEqualTo(new Variable("A", Optional.empty()));
    assertThatThrownBy(() -> Variable.parse("A B=1")).hasMessageContaining("'A B=1'");
  }

  @Test
  void readsVolumes() {
    assertThat(VolumeMount.parse("/data:/mnt"))
        .isEqualTo(new VolumeMount("/data", false, "/mnt", false));
    assertThat(VolumeMount.parse("cache:/mnt:ro"))
        .isEqualTo(new VolumeMount("cache", true, "/mnt", true));
    assertThat(VolumeMount.parse("./x/../y:/mnt:rw").source())
        .isEqualTo(Path.of("y").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cache", "cache:mnt", ":/mnt", "ca che:/mnt", "/a:/b:rx"})
  void refusesOtherVolumes(String text) {
    assertThatThrownBy(() -> VolumeMount.parse(text)).hasMessageStartingWith("'" + text + "' is");
  }

  @Test
  void readsPortsUsersAndSignals() {
    assertThat(Port.parse("8080").number()).isEqualTo(8080);
    assertThatThrownBy(() -> Port.parse("65536"))
        .hasMessage("'65536' is not a port between 1 and 65535");
    assertThat(UserName.parse("1000:1000").text()).isEqualTo("1000:1000");
    assertThatThrownBy(() -> UserName.parse("a b")).hasMessageContaining("'a b'");
    assertThat(SignalName.parse("sigterm")).isEqualTo(new SignalName("TERM"));
    assertThat(SignalName.parse("9").name()).isEqualTo("KILL");
    assertThat(SignalName.parse("INT").exitCode()).isEqualTo(130);
    assertThatThrownBy(() -> SignalName.parse("0")).hasMessageContaining("'0'");
    assertThatThrownBy(() -> SignalName.parse("FOO")).hasMessageContaining("'FOO'");
  }
}
