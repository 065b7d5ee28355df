package dev.sandglass.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A server on loopback in the place of the one that telemetry is uploaded to. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** Answers every request with a status. */
  Collector(int status) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          // Not its own address, which every client names.
          Map<String, List<String>> head = new TreeMap<>(exchange.getRequestHeaders());
          head.remove("Host");
          heads.add(exchange.getRequestURI() + " " + head);
          byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
          bodies.add(new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The bodies of the requests, unpacked. */
  List<String> bodies() {
    return bodies;
  }

  /** Everything that came, heads included, but for the address of this server. */
  String everything() {
    return heads + "\n" + bodies;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
