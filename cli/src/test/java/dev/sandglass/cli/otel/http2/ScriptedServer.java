package dev.sandglass.cli.otel.http2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that says frame by frame what a test wants, and keeps what it was told. */
final class ScriptedServer implements AutoCloseable {
  private static final int PREFACE_BYTES = 24;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
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
      say(Frame.HEADERS, Frame.END_OF_HEADERS, 1, head(new Header(":status", "200")));
      say(Frame.DATA, 0, 1, 'o', 'k');
      int last = Frame.END_OF_HEADERS | Frame.END_OF_STREAM;
      return say(Frame.HEADERS, last, 1, head(new Header("grpc-status", "0")));
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
    Thread thread = new Thread(() -> serve(script), "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  static byte[] head(Header... lines) {
    return HeaderWriter.write(List.of(lines));
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
