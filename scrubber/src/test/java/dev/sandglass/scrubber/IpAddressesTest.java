package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressesTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "010.001.000.009"})
  void knowsVersion4(String text) {
    assertThat(IpAddresses.isVersion4(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.x"
      })
  void knowsWhatIsNotVersion4(String text) {
    assertThat(IpAddresses.isVersion4(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3::6:7:8",
        "1::3:4:5:6:7:8",
        "2001:DB8::8a2e:370:7334",
        "::ffff:1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4"
      })
  void knowsVersion6(String text) {
    assertThat(IpAddresses.isVersion6(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:2",
        "12:34:56",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "12345::",
        "::g",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4"
      })
  void knowsWhatIsNotVersion6(String text) {
    assertThat(IpAddresses.isVersion6(text)).isFalse();
  }
}
