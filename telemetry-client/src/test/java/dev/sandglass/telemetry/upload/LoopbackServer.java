package dev.sandglass.telemetry.upload;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import javax.net.ServerSocketFactory;

/** An HTTP server on loopback that does to its clients whatever a script says. */
final class LoopbackServer implements AutoCloseable {
  /** Deals with one request; the connection is closed when it does not want to go on. */
  interface Script {
    void serve(Request request, Connection connection) throws IOException;
  }

  /** A request as it came. */
  record Request(String line, Map<String, String> headers, byte[] body) {
    String method() {
      return line.substring(0, line.indexOf(' '));
    }

    String target() {
      return line.split(" ")[1];
    }

    /** Returns the JSON of a body that was compressed. */
    String json() {
      try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(body))) {
        return new String(text.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns the identities of the events in the body. */
    List<String> ids() {
      List<String> ids = new ArrayList<>();
      for (JsonNode event : Demo.json(json()).path("batch")) {
        ids.add(event.path("uuid").asText());
      }
      return ids;
    }
  }

  /** The connection that a request came by. */
  record Connection(Socket socket) {
    void answer(int status, String... headers) throws IOException {
      answerText(status, "", headers);
    }

    void answerText(int status, String body, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      head.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
      send(head.toString());
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Says nothing until the client goes away. */
    void fallSilent() throws IOException {
      socket.getInputStream().transferTo(new ByteArrayOutputStream());
      socket.close();
    }

    void close() throws IOException {
      socket.close();
    }
  }

  private final ServerSocket server;
  private final String scheme;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private LoopbackServer(ServerSocket server, String scheme, Script script) {
    this.server = server;
    this.scheme = scheme;
    this.script = script;
    daemon(this::accept);
  }

  /** Serves plain HTTP. */
  static LoopbackServer plain(Script script) throws IOException {
    return new LoopbackServer(listen(ServerSocketFactory.getDefault()), "http", script);
  }

  /** Serves HTTPS. */
  static LoopbackServer secure(ServerSocketFactory tls, Script script) throws IOException {
    return new LoopbackServer(listen(tls), "https", script);
  }

  private static ServerSocket listen(ServerSocketFactory factory) throws IOException {
    return factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  URI uri() {
    return URI.create(scheme + "://localhost:" + server.getLocalPort());
  }

  int port() {
    return server.getLocalPort();
  }

  /** Returns the requests so far. */
  List<Request> requests() {
    return requests;
  }

  /** Returns the identities of all events that came, as often as they came. */
  List<String> receivedIds() {
    return requests.stream().flatMap(request -> request.ids().stream()).toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }

  /** Closes all connections. */
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try {
      InputStream input = socket.getInputStream();
      for (String line = line(input); !line.isEmpty() && !socket.isClosed(); line = line(input)) {
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(input); !header.isEmpty(); header = line(input)) {
          int colon = header.indexOf(':');
          headers.put(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        Request request = new Request(line, headers, input.readNBytes(length));
        requests.add(request);
        script.serve(request, new Connection(socket));
      }
      socket.close();
    } catch (IOException e) {
      // the client went away, or the script closed the connection
    }
  }

  private static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
