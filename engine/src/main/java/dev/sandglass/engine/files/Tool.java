package dev.sandglass.engine.files;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.HostTool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A process that runs {@code files.sh} in a sandbox. Closing it ends the process. */
final class Tool implements AutoCloseable {
  private static final String SCRIPT = script();

  private final Process process;
  private final ScheduledExecutorService clock;
  private final ToolOutput output;
  private volatile boolean timedOut;

  private Tool(Process process, ScheduledExecutorService clock) {
    this.process = process;
    this.clock = clock;
    this.output = new ToolOutput(process.getInputStream());
  }

  /** Starts a process for one call. */
  static Tool start(Holder holder, ScheduledExecutorService clock, Call call) {
    return run(holder, clock, call.line() + "\nanswer =\n");
  }

  /** Starts a process that reads calls from its standard input. */
  static Tool serve(Holder holder, ScheduledExecutorService clock) {
    return run(holder, clock, "serve\n");
  }

  private static Tool run(Holder holder, ScheduledExecutorService clock, String line) {
    return new Tool(holder.tool(HostTool.SH, List.of("-c", SCRIPT + line)), clock);
  }

  private static String script() {
    try (InputStream in = Tool.class.getResourceAsStream("files.sh")) {
      if (in == null) {
        throw new IllegalStateException("files.sh is missing from the engine");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  ToolOutput output() {
    return output;
  }

  InputStream messages() {
    return process.getErrorStream();
  }

  /** Whether it still runs. */
  boolean alive() {
    return process.isAlive();
  }

  /** Whether a {@link #limit} passed. */
  boolean timedOut() {
    return timedOut;
  }

  /** Kills the process unless the returned value is cancelled in time. */
  ScheduledFuture<?> limit(Duration time) {
    return clock.schedule(
        () -> {
          timedOut = true;
          kill();
        },
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Ends the process and what it started, at once. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    closeQuietly(process.getOutputStream());
    closeQuietly(process.getInputStream());
    closeQuietly(process.getErrorStream());
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      // The process is gone; there is nothing to be lost.
    }
  }
}
