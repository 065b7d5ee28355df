package dev.sandglass.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReplayBufferTest {
  private static final int MEBI = 1024 * 1024;

  private static void add(ReplayBuffer buffer, int bytes) {
    try {
      buffer.add(1, new byte[bytes], bytes);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsTheLastMebibyteWhenNobodyReads() {
    var buffer = new ReplayBuffer();
    for (int i = 0; i < 40; i++) {
      add(buffer, 64 * 1024);
    }
    assertThat(buffer.end()).isEqualTo(40 * 64 * 1024);
    assertThat(buffer.from(0)).hasSize(MEBI);
    assertThat(buffer.from(buffer.end() - 10)).hasSize(10);
    assertThat(buffer.from(buffer.end() + 10)).isEmpty();
  }

  @Test
  void waitsForAReaderThatIsBehind() {
    var buffer = new ReplayBuffer();
    buffer.readUpTo(0);
    add(buffer, MEBI);
    var writing = CompletableFuture.runAsync(() -> add(buffer, 1000));
    assertThat(writing).isNotDone();
    buffer.readUpTo(1000);
    writing.join();
    assertThat(buffer.next(1000)).isPresent();
    var waiting = CompletableFuture.runAsync(() -> add(buffer, 1000));
    buffer.detached();
    waiting.join();
    assertThat(buffer.end()).isEqualTo(MEBI + 2000);
  }

  @Test
  void givesPiecesByOffset() {
    var buffer = new ReplayBuffer();
    add(buffer, 10);
    assertThat(buffer.next(4).orElseThrow().offset()).isEqualTo(4);
    assertThat(buffer.next(4).orElseThrow().bytes()).hasSize(6);
    assertThat(buffer.next(10)).isEmpty();
    assertThat(buffer.finishedAt(10)).isFalse();
    buffer.finish();
    assertThat(buffer.finishedAt(10)).isTrue();
  }
}
