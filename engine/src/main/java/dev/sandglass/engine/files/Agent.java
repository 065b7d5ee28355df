package dev.sandglass.engine.files;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.server.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The warm process of one sandbox that does its small file operations, one after the other. It
 * starts with the first and ends after 30 idle seconds, or with the sandbox. Thread-safe.
 */
final class Agent {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final byte[] END = {'e', 'n', 'd', '\n'};

  private final Holder holder;
  private final ScheduledExecutorService clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Tool> tool = Optional.empty();
  private volatile long lastUse;

  Agent(Holder holder, ScheduledExecutorService clock) {
    this.holder = holder;
    this.clock = clock;
  }

  /** Does a call and returns its records. */
  List<ToolOutput.Entry> call(Call call) throws IOException {
    return exchange(call.bytes(), Optional.empty());
  }

  /** Does a call that takes this content. */
  List<ToolOutput.Entry> call(Call call, byte[] content) throws IOException {
    return exchange(call.bytes(), Optional.of(content));
  }

  private List<ToolOutput.Entry> exchange(byte[] line, Optional<byte[]> content)
      throws IOException {
    lock.lock();
    try {
      return exchange(tool.filter(Tool::alive).orElseGet(this::start), line, content);
    } finally {
      lock.unlock();
    }
  }

  private List<ToolOutput.Entry> exchange(Tool process, byte[] line, Optional<byte[]> content)
      throws IOException {
    ScheduledFuture<?> limit = process.limit(SandboxFiles.PATIENCE);
    List<ToolOutput.Entry> entries = new ArrayList<>();
    boolean healthy = false;
    try {
      discardMessages(process);
      send(process, line, content);
      process
          .output()
          .answer(
              entry -> {
                if (entries.size() > SandboxFiles.MAX_ENTRIES + 2) {
                  throw SandboxFiles.tooMany();
                }
                entries.add(entry);
              });
      healthy = true;
      return entries;
    } catch (ApiException e) {
      // Said by the tools at the end of a complete answer; after content it may have given up.
      healthy = entries.size() <= SandboxFiles.MAX_ENTRIES && content.isEmpty();
      throw e;
    } catch (IOException e) {
      if (process.timedOut()) {
        throw SandboxFiles.timedOut();
      }
      throw e;
    } finally {
      limit.cancel(false);
      lastUse = System.nanoTime();
      if (!healthy) {
        end();
      }
    }
  }

  private Tool start() {
    boolean first = tool.isEmpty();
    end();
    Tool started = Tool.serve(holder, clock);
    tool = Optional.of(started);
    lastUse = System.nanoTime();
    if (first) {
      clock.schedule(this::endWhenIdle, IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return started;
  }

  private static void send(Tool process, byte[] line, Optional<byte[]> content) {
    try {
      process.input().write(line);
      if (content.isPresent()) {
        process.input().write(content.get());
        process.input().write(END);
      }
      process.input().flush();
    } catch (IOException e) {
      // It gave up before it had read everything: its answer says why, or its end is noticed.
    }
  }

  /** What the shell itself says would fill its pipe one day. */
  private static void discardMessages(Tool process) throws IOException {
    int waiting = process.messages().available();
    if (waiting > 0) {
      process.messages().skip(waiting);
    }
  }

  /** Must not wait: the clock also ends calls that take too long. */
  private void endWhenIdle() {
    long left = IDLE.toNanos() - (System.nanoTime() - lastUse);
    if (left <= 0 && lock.tryLock()) {
      try {
        end();
      } finally {
        lock.unlock();
      }
    } else {
      clock.schedule(this::endWhenIdle, Math.max(left, IDLE.toNanos() / 10), TimeUnit.NANOSECONDS);
    }
  }

  private void end() {
    tool.ifPresent(Tool::close);
    tool = Optional.empty();
  }
}
