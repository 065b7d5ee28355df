package dev.sandglass.sandbox.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server on loopback that answers each connection as the next step of a script says. */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Queue<Step> script = new ArrayDeque<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /** What happens on one connection, after the head of the request has been read. */
  @FunctionalInterface
  public interface Step {
    void serve(InputStream in, OutputStream out) throws IOException;
  }

  public ScriptedServer(Step... steps) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    script.addAll(List.of(steps));
    Thread acceptor = new Thread(this::accept, "scripted-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Answers with a status, header lines and a body, and closes the connection. */
  public static Step answer(int status, String headers, String body) {
    return (in, out) ->
        out.write(
            ("HTTP/1.1 "
                    + status
                    + " Scripted\r\nConnection: close\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length
                    + "\r\n"
                    + headers
                    + "\r\n"
                    + body)
                .getBytes(StandardCharsets.UTF_8));
  }

  /** Sends exactly this and closes the connection. */
  public static Step raw(String text) {
    return (in, out) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Never answers; ends when the client goes away. */
  public static Step silence() {
    return (in, out) -> in.read();
  }

  public Server address() {
    return new Server(URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1"), Map.of());
  }

  /** The heads of the requests that came, one for each request line. */
  public List<String> heads() {
    return heads;
  }

  /** The request lines that came. */
  public List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        Thread thread = new Thread(() -> serve(socket), "scripted-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = head(in);
      Step step;
      synchronized (script) {
        heads.add(head);
        requests.add(head.lines().findFirst().orElse(""));
        step = script.size() > 1 ? script.remove() : script.element();
      }
      step.serve(in, socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // the client went away, which many scripts are about
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("No request");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
