package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client's end of a WebSocket with one-byte stream prefixes. */
final class SocketClient implements WebSocket.Listener {
  private final BlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream[] streams = {
    new ByteArrayOutputStream(),
    new ByteArrayOutputStream(),
    new ByteArrayOutputStream(),
    new ByteArrayOutputStream()
  };
  private final StringBuilder partialText = new StringBuilder();
  private int current = -1;
  private volatile int closeCode = -1;
  private WebSocket socket;

  /** Connects. */
  static SocketClient open(EngineUnderTest engine, String path) {
    var client = new SocketClient();
    client.socket = engine.webSocket(path, client);
    return client;
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partialText.append(data);
    if (last) {
      texts.add(EngineUnderTest.json(partialText.toString()));
      partialText.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    if (current < 0) {
      current = data.get();
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    streams[current].writeBytes(bytes);
    if (last) {
      current = -1;
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode = code;
    return null;
  }

  void send(JsonNode message) {
    socket.sendText(Json.text(message), true).join();
  }

  void stdin(byte[] bytes, int offset, int length) {
    ByteBuffer frame = ByteBuffer.allocate(length + 1).put((byte) 0).put(bytes, offset, length);
    socket.sendBinary(frame.flip(), true).join();
  }

  void type(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stdin(bytes, 0, bytes.length);
  }

  /** The next text message, which has to be of this type. */
  JsonNode next(String type) throws InterruptedException {
    JsonNode message = texts.poll(60, TimeUnit.SECONDS);
    if (message == null || !message.path("type").asText().equals(type)) {
      throw new AssertionError("expected " + type + ", got " + message);
    }
    return message;
  }

  synchronized byte[] bytes(int stream) {
    return streams[stream].toByteArray();
  }

  String text(int stream) {
    return new String(bytes(stream), StandardCharsets.UTF_8);
  }

  int closeCode() {
    return closeCode;
  }

  /** Cuts the connection without a word. */
  void abort() {
    socket.abort();
  }
}
