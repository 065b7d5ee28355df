package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.DisclosureGate.Finding;
import dev.sandglass.scrubber.DisclosureGate.Machine;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A megabyte of what makes other matchers slow takes about a second. Whatever takes quadratic time
 * would need minutes for it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LinearTimeTest {
  private static final int LENGTH = 1_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "aA1",
        "a:",
        "//a:b@",
        "a=&",
        "token=[",
        "token=a&",
        "-u a:",
        "eyJhbGci.",
        "-----BEGIN PRIVATE KEY-----",
        "jdbc:oracle:a:"
      })
  void theRedactorReadsAMegabyte(String unit) {
    String text = "x" + unit.repeat(LENGTH / unit.length());
    assertThat(new Redactor().redact(text)).isNotEmpty();
    assertThat(UrlCredentials.remove(text)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", "0.0.0.", "::", "e\u0301", "%2", "/home/", "a=&", "\\\""})
  void theGateReadsAMegabyte(String unit) {
    String text = "x" + unit.repeat(LENGTH / unit.length());
    DisclosureGate gate =
        DisclosureGate.of(new Machine(List.of("/h"), List.of("aaaab"), List.of()));
    assertThat(gate.check(text)).contains(Finding.TOO_LONG);
    // As long as a value may be it is read by all rules, thrice.
    for (int length = DisclosureGate.MAX_LENGTH; length > DisclosureGate.MAX_LENGTH - 3; length--) {
      gate.check(text.substring(0, length));
    }
    assertThat(PlainForm.of(text)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=&", "&", "page=1&", "a/", "a:", "a@", "-", "."})
  void theParsersReadAMegabyte(String unit) {
    String text = "x" + unit.repeat(LENGTH / unit.length());
    assertThat(ReportableQuery.of(text)).isEmpty();
    assertThat(GitRemote.parse(text)).isEmpty();
    assertThat(ImageReference.parse(text)).isEmpty();
  }
}
