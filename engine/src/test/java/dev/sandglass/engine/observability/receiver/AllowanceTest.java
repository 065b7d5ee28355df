package dev.sandglass.engine.observability.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Allowance allowance = new Allowance(nanos::get);

  private int begun() {
    int count = 0;
    while (allowance.begin()) {
      count++;
    }
    return count;
  }

  @Test
  void requestsAreAllowedAtTheirRateAndSomeInAdvance() {
    assertThat(begun()).isEqualTo((int) (2 * Allowance.REQUESTS_PER_SECOND));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(begun()).isEqualTo((int) Allowance.REQUESTS_PER_SECOND);
    nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertThat(begun()).isEqualTo((int) (2 * Allowance.REQUESTS_PER_SECOND));
  }

  @Test
  void bytesThatWereTooManyArePaidForByWaiting() {
    for (int i = 0; i < 3; i++) {
      assertThat(allowance.hold(Allowance.BYTES_PER_SECOND)).isTrue();
      allowance.release(Allowance.BYTES_PER_SECOND);
    }
    assertThat(allowance.begin()).isFalse();
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_001));
    assertThat(allowance.begin()).isTrue();
  }

  @Test
  void decompressedBytesCountToo() {
    allowance.spend(2 * Allowance.BYTES_PER_SECOND);
    assertThat(allowance.begin()).isFalse();
  }

  @Test
  void onlySoManyBytesAreHeldAtOnce() {
    assertThat(allowance.hold(Allowance.BYTES_AT_ONCE)).isTrue();
    assertThat(allowance.hold(1)).isFalse();
    allowance.release(1);
    assertThat(allowance.hold(1)).isTrue();
  }
}
