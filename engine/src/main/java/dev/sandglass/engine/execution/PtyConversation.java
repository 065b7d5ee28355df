package dev.sandglass.engine.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.isolation.TerminalSize;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client's connection to a terminal, in execd's frames. */
final class PtyConversation {
  private static final int STDIN = 0;
  private static final int REPLAY = 3;

  private final PtySession session;
  private final Workers workers;
  private final BlockingSocket socket;

  PtyConversation(PtySession session, Workers workers, BlockingSocket socket) {
    this.session = session;
    this.workers = workers;
    this.socket = socket;
  }

  /**
   * Serves the connection until it is closed.
   *
   * @param terminal whether a shell that is to be started gets a terminal
   * @param since offset of the output to begin with
   * @param takeOver whether to take the place of a client that is connected
   */
  void serve(boolean terminal, long since, boolean takeOver) throws IOException {
    if (!session.attach(socket, takeOver)) {
      socket.sendText(error("ALREADY_CONNECTED", "another client is connected"));
      return;
    }
    try {
      if (start(terminal)) {
        converse(since);
      }
    } finally {
      session.detach(socket);
    }
  }

  private boolean start(boolean terminal) throws IOException {
    try {
      session.ensureRunning(terminal);
      return true;
    } catch (ApiException | IsolationException e) {
      socket.sendText(error("START_FAILED", String.valueOf(e.getMessage())));
      return false;
    }
  }

  private void converse(long since) throws IOException {
    // From here on nothing after this offset is dropped; what was dropped just before is seen
    // below.
    session.readUpTo(socket, Math.max(since, session.output().start()));
    long position = Math.max(since, session.output().start());
    byte[] missed = session.output().from(position);
    if (missed.length > 0) {
      socket.sendBinary(
          ByteBuffer.allocate(1 + Long.BYTES + missed.length)
              .put((byte) REPLAY)
              .putLong(position)
              .put(missed)
              .array());
    }
    socket.sendText(
        Json.text(
            Json.object()
                .put("type", "connected")
                .put("session_id", session.id())
                .put("mode", session.terminal() ? "pty" : "pipe")));
    long live = Math.min(position, session.output().end()) + missed.length;
    workers.pool().execute(() -> send(live));
    Optional<BlockingSocket.Message> message = socket.receive();
    while (message.isPresent()) {
      take(message.get());
      message = socket.receive();
    }
    session.output().wake();
  }

  /** Sends output as it comes, until the shell has ended or another client took over. */
  private void send(long from) {
    long position = from;
    try {
      while (session.readUpTo(socket, position)) {
        Optional<ReplayBuffer.Chunk> chunk = session.output().next(position);
        if (chunk.isPresent()) {
          byte[] bytes = chunk.get().bytes();
          socket.sendBinary(chunk.get().stream(), bytes, 0, bytes.length);
          position = chunk.get().end();
        } else if (session.output().finishedAt(position)) {
          int code = session.exit().getNow(-1);
          socket.sendText(Json.text(Json.object().put("type", "exit").put("exit_code", code)));
          socket.close(1000, "process exited");
          return;
        } else {
          session.output().await(position);
        }
      }
    } catch (IOException e) {
      // The client is gone; the shell and its output go on.
      session.detach(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(BlockingSocket.Message message) throws IOException {
    if (!session.isClient(socket)) {
      return;
    }
    if (message instanceof BlockingSocket.Message.Binary binary) {
      byte[] bytes = binary.bytes();
      if (bytes.length > 1 && bytes[0] == STDIN) {
        session.write(bytes, 1);
      }
    } else if (message instanceof BlockingSocket.Message.Text text) {
      try {
        control(new Fields(Json.parse(text.text())));
      } catch (JsonProcessingException e) {
        socket.sendText(error("INVALID_FRAME", "the frame is not JSON"));
      } catch (ApiException | IllegalArgumentException | IsolationException e) {
        socket.sendText(error("INVALID_FRAME", String.valueOf(e.getMessage())));
      }
    }
  }

  private void control(Fields fields) throws IOException {
    String type = fields.text("type").orElse("");
    switch (type) {
      case "stdin" -> {
        byte[] bytes = fields.text("data").orElse("").getBytes(StandardCharsets.UTF_8);
        session.write(bytes, 0);
      }
      case "signal" -> session.signal(Signals.name(fields.requiredText("signal")));
      case "resize" -> {
        long columns = fields.number("cols").orElse(0);
        long rows = fields.number("rows").orElse(0);
        session.resize(new TerminalSize(Math.toIntExact(columns), Math.toIntExact(rows)));
      }
      case "ping" -> socket.sendText(Json.text(Json.object().put("type", "pong")));
      default -> socket.sendText(error("INVALID_FRAME", "unknown frame type \"" + type + "\""));
    }
  }

  private static String error(String code, String message) {
    ObjectNode frame = Json.object().put("type", "error").put("code", code);
    return Json.text(frame.put("error", message));
  }
}
