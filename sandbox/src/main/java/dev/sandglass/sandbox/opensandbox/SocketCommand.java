package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.RunningCommand;
import dev.sandglass.sandbox.process.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A command on a WebSocket: binary frames whose first byte is the stream, JSON frames for the rest.
 *
 * <p>Output is handed over on the socket's thread, and the next frame is asked for after that: a
 * slow consumer slows the server down and nothing piles up here.
 */
abstract class SocketCommand implements RunningCommand, WebSocket.Listener {
  static final byte STDIN = 0;
  private static final byte STDOUT = 1;
  private static final byte STDERR = 2;
  private static final int MAX_TEXT = 1 << 20;

  private final OutputConsumer output;
  private final CompletableFuture<CommandExit> exit = new CompletableFuture<>();
  private final CompletableFuture<JsonNode> started = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final ReentrantLock sending = new ReentrantLock();
  private @Nullable OutputChannel channel;
  private boolean insideFrame;
  private volatile @Nullable WebSocket socket;

  SocketCommand(OutputConsumer output) {
    this.output = output;
  }

  /** Handles a JSON frame; may call {@link #begin}, {@link #end} and {@link #fail}. */
  abstract void onFrame(JsonNode frame);

  /** The server has begun; the frame that said so is kept for {@link #awaitStart}. */
  final void begin(JsonNode frame) {
    started.complete(frame);
  }

  final void end(CommandExit how) {
    started.complete(Fields.object());
    exit.complete(how);
  }

  final void fail(SandboxException reason) {
    started.completeExceptionally(reason);
    exit.completeExceptionally(reason);
  }

  final void attach(WebSocket connected) {
    socket = connected;
  }

  final JsonNode awaitStart() {
    return await(started, null);
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    if (!insideFrame && data.hasRemaining()) {
      channel = channelOf(data.get());
      insideFrame = true;
    }
    insideFrame = !last && insideFrame;
    if (channel != null && data.hasRemaining()) {
      try {
        output.accept(channel, data);
      } catch (IOException e) {
        fail(Failures.localFault(e));
      } catch (RuntimeException e) {
        exit.completeExceptionally(e);
      }
      if (exit.isCompletedExceptionally()) {
        from.abort();
        return null;
      }
    }
    from.request(1);
    return null;
  }

  private static @Nullable OutputChannel channelOf(byte stream) {
    return switch (stream) {
      case STDOUT -> OutputChannel.STDOUT;
      case STDERR -> OutputChannel.STDERR;
      default -> null; // a later version of the protocol
    };
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last || text.length() > MAX_TEXT) {
      String whole = text.toString();
      text.setLength(0);
      try {
        onFrame(Answer.mapper().readTree(whole));
      } catch (IOException e) {
        fail(Fields.malformed("a frame"));
        from.abort();
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    if (!exit.isDone()) {
      fail(lost(status + " " + reason, null));
    }
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    if (!exit.isDone()) {
      fail(lost("", error));
    }
  }

  private static SandboxException lost(String reason, @Nullable Throwable cause) {
    return new SandboxException.ConnectionLost(
        "The connection to the command broke; the command was ended"
            + (reason.isBlank() ? "" : " (" + Failures.printable(reason) + ")"),
        new Details(null, null, cause));
  }

  /** Sends a binary frame and waits until it is on its way. */
  final void sendBinary(ByteBuffer frame) throws IOException {
    sending.lock();
    try {
      transmit(open().sendBinary(frame, true));
    } finally {
      sending.unlock();
    }
  }

  /** Sends a JSON frame, unless input that nobody reads has been blocking the way for a second. */
  final boolean sendText(ObjectNode frame) {
    try {
      if (!sending.tryLock(1, TimeUnit.SECONDS)) {
        return false;
      }
      try {
        transmit(open().sendText(frame.toString(), true));
        return true;
      } finally {
        sending.unlock();
      }
    } catch (IOException e) {
      return exit.isDone(); // too late to matter
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    }
  }

  private WebSocket open() throws IOException {
    WebSocket open = socket;
    if (open == null || exit.isDone()) {
      throw new IOException("The command has ended");
    }
    return open;
  }

  private static void transmit(CompletableFuture<WebSocket> sent) throws IOException {
    try {
      sent.get();
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    } catch (ExecutionException e) {
      throw new IOException("The command has ended", e.getCause());
    }
  }

  @Override
  public abstract OutputStream stdin();

  @Override
  public void resize(TerminalSize size) {
    sendText(resizing(size));
  }

  abstract ObjectNode resizing(TerminalSize size);

  @Override
  public final CompletableFuture<CommandExit> exit() {
    return exit.copy();
  }

  @Override
  public final CommandExit waitFor() {
    return await(exit, null);
  }

  @Override
  public final CommandExit waitFor(Duration timeout) {
    return await(exit, timeout);
  }

  /** Waits for a future whose failures are this module's own. */
  static <T> T await(CompletableFuture<T> future, @Nullable Duration timeout) {
    try {
      return timeout == null ? future.get() : future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    } catch (TimeoutException e) {
      throw new SandboxException.TimedOut(
          "The command still runs after " + timeout.toMillis() / 1000.0 + " s",
          Details.causedBy(e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    boolean ended = exit.isDone();
    exit.completeExceptionally(
        new SandboxException.Interrupted("The command was closed", Details.NONE));
    WebSocket open = socket;
    if (open == null) {
      return;
    }
    if (ended && !open.isOutputClosed()) {
      open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> open.abort());
    } else {
      open.abort();
    }
  }
}
