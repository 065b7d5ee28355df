package dev.sandglass.engine.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tokens and sessions, by a clock that the test turns. */
final class SessionsTest {
  // Close to where a count of nanoseconds overflows, as it may on any machine.
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final Sessions sessions = new Sessions(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aTokenBeginsOneSession() {
    String token = sessions.token();
    assertThat(sessions.begin(token + "x")).isEmpty();
    assertThat(sessions.begin(token)).isPresent();
    assertThat(sessions.begin(token)).isEmpty();
  }

  @Test
  void tokensGetTooOld() {
    String early = sessions.token();
    String late = sessions.token();
    pass(Sessions.TOKEN_LIFE.minusNanos(1));
    assertThat(sessions.begin(early)).isPresent();
    pass(Duration.ofNanos(1));
    assertThat(sessions.begin(late)).isEmpty();
  }

  @Test
  void onlyTheNewestTokensAreKept() {
    String first = sessions.token();
    String second = sessions.token();
    for (int i = 0; i < 15; i++) {
      sessions.token();
    }
    assertThat(sessions.begin(first)).isEmpty();
    assertThat(sessions.begin(second)).isPresent();
  }

  @Test
  void theCodeGivesOneKey() {
    Sessions.Begun begun = sessions.begin(sessions.token()).orElseThrow();
    Sessions.Begun other = sessions.begin(sessions.token()).orElseThrow();
    assertThat(sessions.hasBegun(begun.cookie())).isTrue();
    assertThat(sessions.admits(begun.cookie(), "")).isFalse();
    assertThat(sessions.admits(begun.cookie(), begun.code())).isFalse();
    assertThat(sessions.pageKey(begun.cookie(), other.code())).isEmpty();
    assertThat(sessions.pageKey(begun.code(), begun.code())).isEmpty();
    String key = sessions.pageKey(begun.cookie(), begun.code()).orElseThrow();
    assertThat(sessions.pageKey(begun.cookie(), begun.code())).isEmpty();
    assertThat(sessions.admits(begun.cookie(), key)).isTrue();
    assertThat(sessions.admits(other.cookie(), key)).isFalse();
    assertThat(sessions.admits(begun.cookie(), key + "x")).isFalse();
    assertThat(sessions.admits("", key)).isFalse();
  }

  @Test
  void aCodeThatNobodyUsedGetsTooOld() {
    Sessions.Begun begun = sessions.begin(sessions.token()).orElseThrow();
    pass(Duration.ofSeconds(60));
    assertThat(sessions.pageKey(begun.cookie(), begun.code())).isEmpty();
  }

  @Test
  void sessionsEnd() {
    Sessions.Begun begun = sessions.begin(sessions.token()).orElseThrow();
    String key = sessions.pageKey(begun.cookie(), begun.code()).orElseThrow();
    pass(Sessions.SESSION_LIFE.minusNanos(1));
    assertThat(sessions.admits(begun.cookie(), key)).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(sessions.admits(begun.cookie(), key)).isFalse();
    assertThat(sessions.hasBegun(begun.cookie())).isFalse();
  }

  @Test
  void secretsAreLongAndDiffer() {
    Sessions.Begun begun = sessions.begin(sessions.token()).orElseThrow();
    assertThat(begun.cookie()).matches("[\\w-]{43}").isNotEqualTo(begun.code());
    assertThat(sessions.token()).matches("[\\w-]{43}").isNotEqualTo(sessions.token());
  }
}
