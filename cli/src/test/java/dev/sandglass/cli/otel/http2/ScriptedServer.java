package dev.sandglass.cli.otel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that says frame by frame what a test wants, and keeps what it was told. */
final class ScriptedServer implements AutoCloseable {
  /** The stream of the only request: Netty leaves the first to connections that were upgraded. */
  static final int STREAM = 3;

  private static final int PREFACE_BYTES = 24;

  private final ServerSocket server;
  private final BlockingQueue<Frame> told = new LinkedBlockingQueue<>();

  /** Talks for the server once the request has come. */
  interface Script {
    void speak(Talk talk) throws IOException;
  }

  /** One conversation. */
  final class Talk {
    private final DataInputStream in;
    private final DataOutputStream out;

    private Talk(Socket socket) throws IOException {
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    }

    Talk say(int type, int flags, int stream, int... payload) throws IOException {
      byte[] bytes = new byte[payload.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) payload[i];
      }
      return say(type, flags, stream, bytes);
    }

    Talk say(int type, int flags, int stream, byte[] payload) throws IOException {
      new Frame(type, flags, stream, payload).write(out);
      return this;
    }

    Talk say(byte[] raw) throws IOException {
      out.write(raw);
      return this;
    }

    Talk settings(int... payload) throws IOException {
      return say(Frame.SETTINGS, 0, 0, payload);
    }

    /** A whole answer. */
    Talk answer() throws IOException {
      say(Frame.HEADERS, Frame.END_OF_HEADERS, STREAM, head(":status", "200"));
      say(Frame.DATA, 0, STREAM, 'o', 'k');
      int last = Frame.END_OF_HEADERS | Frame.END_OF_STREAM;
      return say(Frame.HEADERS, last, STREAM, head("grpc-status", "0"));
    }

    /** Listens until a frame of a type has come. */
    Frame hear(int type) throws IOException {
      while (true) {
        Frame frame = Frame.read(in);
        told.add(frame);
        if (frame.type() == type) {
          return frame;
        }
      }
    }
  }

  ScriptedServer(Script script) throws IOException {
    this(InetAddress.getLoopbackAddress(), script);
  }

  ScriptedServer(InetAddress address, Script script) throws IOException {
    server = new ServerSocket(0, 50, address);
    Thread thread = new Thread(() -> serve(script), "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Packs lines, of which each is a name and a value. */
  static byte[] head(String... lines) {
    Http2Headers headers = new DefaultHttp2Headers();
    for (int i = 0; i < lines.length; i += 2) {
      headers.add(lines[i], lines[i + 1]);
    }
    ByteBuf packed = Unpooled.buffer();
    try {
      new DefaultHttp2HeadersEncoder().encodeHeaders(STREAM, headers, packed);
    } catch (Http2Exception e) {
      throw new IllegalArgumentException(e);
    }
    return ByteBufUtil.getBytes(packed);
  }

  private void serve(Script script) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        Talk talk = new Talk(socket);
        talk.in.readNBytes(PREFACE_BYTES);
        talk.hear(Frame.HEADERS);
        script.speak(talk);
        talk.in.transferTo(new ByteArrayOutputStream());
      } catch (IOException e) {
        // The client has had enough, which some tests are about.
        continue;
      }
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  BlockingQueue<Frame> told() {
    return told;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
