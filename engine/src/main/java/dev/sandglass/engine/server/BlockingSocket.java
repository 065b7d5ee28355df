package dev.sandglass.engine.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A WebSocket for threads that may block. Sending waits while the reader is slow and throws once
 * the connection is gone; {@link #receive} waits for the next message, and the sender is made to
 * wait while messages are not received. Any thread may send; one thread receives.
 */
public final class BlockingSocket {
  private static final int FRAMES = 16;
  private static final int MAX_MESSAGE_BYTES = 1024 * 1024;
  private static final long PING_MILLIS = 2_000;

  /** A whole message. */
  public sealed interface Message {
    /** A text message. */
    record Text(String text) implements Message {}

    /** A binary message. */
    record Binary(byte[] bytes) implements Message {}
  }

  private final ServerWebSocket socket;
  private final Context context;
  private final LinkedBlockingQueue<Optional<Message>> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final BlockingOutput text;
  private final BlockingOutput binary;
  private Buffer partial = Buffer.buffer();
  private boolean partialText;

  BlockingSocket(ServerWebSocket socket, Context context) {
    this.socket = socket;
    this.context = context;
    this.text = new BlockingOutput(buffer -> socket.writeTextMessage(buffer.toString()));
    this.binary = new BlockingOutput(socket::writeBinaryMessage);
    socket.pause();
    socket.frameHandler(this::frame);
    socket.exceptionHandler(failure -> gone());
    socket.closeHandler(ignored -> gone());
    socket.fetch(FRAMES);
    // While messages are not received nothing is read, and a closed connection is not noticed;
    // writing to it is.
    long pings =
        context.owner().setPeriodic(PING_MILLIS, ignored -> socket.writePing(Buffer.buffer()));
    closed.whenComplete((nothing, failure) -> context.owner().cancelTimer(pings));
  }

  /**
   * Sends a text message.
   *
   * @throws IOException if the connection is gone
   */
  public void sendText(String message) throws IOException {
    text.send(Buffer.buffer(message));
  }

  /**
   * Sends a binary message made of one byte and a part of an array.
   *
   * @throws IOException if the connection is gone
   */
  public void sendBinary(int first, byte[] bytes, int offset, int length) throws IOException {
    binary.send(
        Buffer.buffer(length + 1).appendByte((byte) first).appendBytes(bytes, offset, length));
  }

  /**
   * Sends a binary message.
   *
   * @throws IOException if the connection is gone
   */
  public void sendBinary(byte[] bytes) throws IOException {
    binary.send(Buffer.buffer(bytes));
  }

  /**
   * Waits for the next message.
   *
   * @return empty once the client has closed or lost the connection
   * @throws InterruptedIOException if the thread is interrupted
   */
  public Optional<Message> receive() throws InterruptedIOException {
    try {
      Optional<Message> message = received.take();
      if (message.isEmpty()) {
        received.add(message);
      } else {
        context.runOnContext(ignored -> socket.fetch(1));
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the client");
    }
  }

  /** Completes when the connection is closed, by either side or by a fault. */
  public CompletableFuture<Void> closed() {
    return closed;
  }

  /**
   * Closes the connection after everything sent so far; returns at once.
   *
   * @param status WebSocket close code, 1000 for a regular end
   */
  public void close(int status, String reason) {
    context.runOnContext(ignored -> socket.close((short) status, reason));
  }

  private void gone() {
    text.gone();
    binary.gone();
    received.add(Optional.empty());
    closed.complete(null);
  }

  private void frame(WebSocketFrame frame) {
    if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      socket.fetch(1);
      return;
    }
    if (!frame.isContinuation()) {
      partial = Buffer.buffer();
      partialText = frame.isText();
    }
    partial.appendBuffer(frame.binaryData());
    if (partial.length() > MAX_MESSAGE_BYTES) {
      socket.close((short) 1009, "messages are at most 1 MiB");
      return;
    }
    if (!frame.isFinal()) {
      socket.fetch(1);
      return;
    }
    byte[] bytes = partial.getBytes();
    partial = Buffer.buffer();
    received.add(
        Optional.of(
            partialText
                ? new Message.Text(new String(bytes, StandardCharsets.UTF_8))
                : new Message.Binary(bytes)));
  }
}
