package dev.sandglass.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** What says in {@code engine.json} that it is the running engine, and then behaves badly. */
final class FakeEngine implements AutoCloseable {
  /** What it does with a connection once it has read a request. */
  interface Behaviour {
    void answer(Socket connection) throws IOException;
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * Begins to listen.
   *
   * @param runtime the directory that is {@code XDG_RUNTIME_DIR}
   */
  FakeEngine(Path runtime, Behaviour behaviour) throws IOException {
    Path file = Files.createDirectories(runtime.resolve("sandglass")).resolve("engine.json");
    String[] stat = Files.readString(Path.of("/proc/self/stat")).split(" ");
    Files.writeString(
        file,
        """
        {"version":"9.9","pid":%d,"startTime":%s,"address":"127.0.0.1","port":%d,"key":"key"}
        """
            .formatted(ProcessHandle.current().pid(), stat[21], server.getLocalPort()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Thread listener = new Thread(() -> listen(behaviour));
    listener.setDaemon(true);
    listener.start();
  }

  /** Takes a request, and never says anything. */
  static void stall(Socket connection) throws IOException {
    connection.getInputStream().read();
  }

  /** Begins to answer and never ends. */
  static void drip(Socket connection) throws IOException {
    connection.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.UTF_8));
    while (connection.getInputStream().available() >= 0) {
      LockSupport.parkNanos(50_000_000);
      connection.getOutputStream().write('x'); // fails when the other side has gone
    }
  }

  /** The heads of the requests that came. */
  List<String> requests() {
    return requests;
  }

  private void listen(Behaviour behaviour) {
    try {
      while (true) {
        Socket connection = server.accept();
        Thread conversation =
            new Thread(
                () -> {
                  try (connection) {
                    requests.add(head(connection.getInputStream()));
                    behaviour.answer(connection);
                  } catch (IOException e) {
                    // The other side has gone, as it should when it is tired of waiting.
                  }
                });
        conversation.setDaemon(true);
        conversation.start();
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String head(InputStream stream) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int read = stream.read(); read >= 0; read = stream.read()) {
      head.append((char) read);
      if (head.indexOf("\r\n\r\n") >= 0) {
        break;
      }
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
