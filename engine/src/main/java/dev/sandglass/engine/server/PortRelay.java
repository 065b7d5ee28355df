package dev.sandglass.engine.server;

import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Listens on a socket of the host and connects each connection with a port inside a sandbox. Each
 * connection has two threads and a process; more than {@value #MAX_CONNECTIONS} at once are
 * refused. Thread-safe.
 */
final class PortRelay implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PortRelay.class.getName());
  private static final int MAX_CONNECTIONS = 256;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ServerSocketChannel listener;
  private final Supplier<LiveSandbox> sandbox;
  private final int port;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  private PortRelay(ServerSocketChannel listener, Supplier<LiveSandbox> sandbox, int port) {
    this.listener = listener;
    this.sandbox = sandbox;
    this.port = port;
  }

  /**
   * Starts to listen.
   *
   * @param address a loopback or Unix domain address
   * @param sandbox gives the running sandbox at the time of a connection
   * @param port port inside
   * @throws IOException if the address cannot be had
   */
  static PortRelay listen(
      StandardProtocolFamily family, SocketAddress address, Supplier<LiveSandbox> sandbox, int port)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(family);
    try {
      listener.bind(address);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    PortRelay relay = new PortRelay(listener, sandbox, port);
    thread(relay::accept, "relay-" + port).start();
    return relay;
  }

  /** Where it listens. */
  SocketAddress address() throws IOException {
    return listener.getLocalAddress();
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel channel = listener.accept();
        if (connections.size() >= MAX_CONNECTIONS) {
          channel.close();
          continue;
        }
        connect(channel);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "port {0}: {1}", port, e.getMessage());
        return;
      }
    }
  }

  private void connect(SocketChannel channel) throws IOException {
    try {
      Process process = sandbox.get().holder().connect(port);
      Connection connection = new Connection(channel, process);
      connections.add(connection);
      thread(connection::inward, "relay-in").start();
      thread(connection::outward, "relay-out").start();
    } catch (ApiException | IsolationException e) {
      LOG.log(System.Logger.Level.DEBUG, "port {0}: {1}", port, e.getMessage());
      channel.close();
    }
  }

  /** Stops listening and cuts all connections. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing port {0}", port, e);
    }
    connections.forEach(Connection::cut);
  }

  private final class Connection {
    private final SocketChannel channel;
    private final Process process;

    Connection(SocketChannel channel, Process process) {
      this.channel = channel;
      this.process = process;
    }

    private void inward() {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      try (OutputStream in = process.getOutputStream()) {
        while (channel.read(buffer) >= 0) {
          in.write(buffer.array(), 0, buffer.position());
          in.flush();
          buffer.clear();
        }
      } catch (AsynchronousCloseException e) {
        // The other direction is through, and with it the connection.
      } catch (IOException e) {
        cut();
      }
    }

    private void outward() {
      byte[] bytes = new byte[BUFFER_BYTES];
      try (InputStream out = process.getInputStream()) {
        int count;
        while ((count = out.read(bytes)) >= 0) {
          ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "port {0}: {1}", port, e.getMessage());
      } finally {
        cut();
      }
    }

    private void cut() {
      connections.remove(this);
      process.destroy();
      try {
        channel.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
      }
    }
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
