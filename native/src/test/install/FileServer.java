import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves the files of a directory on the loopback interface, and writes its URL to a file. */
final class FileServer {
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]).toRealPath();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
          boolean found = file.startsWith(directory) && Files.isRegularFile(file);
          exchange.sendResponseHeaders(found ? 200 : 404, found ? Files.size(file) : -1);
          try (OutputStream body = exchange.getResponseBody()) {
            if (found) {
              Files.copy(file, body);
            }
          }
        });
    server.start();
    Path url = Path.of(arguments[1]);
    Path written = Files.writeString(url.resolveSibling("url.new"),
        "http://127.0.0.1:" + server.getAddress().getPort());
    Files.move(written, url);
  }
}
