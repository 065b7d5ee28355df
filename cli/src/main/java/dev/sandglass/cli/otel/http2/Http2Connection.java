package dev.sandglass.cli.otel.http2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection for one request. One thread makes that; any other may cut it off by closing. */
public final class Http2Connection implements AutoCloseable {
  private static final String PROTOCOL = "h2";
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final URI server;
  private final TlsSource tls;
  private final Duration patience;
  private Optional<Socket> open = Optional.empty();
  private boolean closed;

  /** Where certificates to trust and to show come from; asked only where there is TLS. */
  @FunctionalInterface
  public interface TlsSource {
    /** Returns what TLS is spoken with. */
    SSLContext get() throws IOException;
  }

  /**
   * Prepares one; nothing connects yet.
   *
   * @param server of which scheme, host and port matter
   * @param patience how long each address of the host is tried
   */
  public Http2Connection(URI server, TlsSource tls, Duration patience) {
    this.server = server;
    this.tls = tls;
    this.patience = patience;
  }

  /**
   * Connects, makes the request, and waits for the answer for as long as nobody closes this.
   *
   * @param head all lines, those with a colon first
   * @param body what to send; not empty
   * @param most bytes that the body of the answer may have
   * @throws ProtocolException if the other side speaks something else
   * @throws RefusedException if the same may be tried again
   */
  public Answer request(List<Header> head, byte[] body, long most) throws IOException {
    try (Socket plain = connect();
        Socket socket = isSecure() ? secure(plain) : plain) {
      return Http2Call.make(socket, head, body, most);
    }
  }

  private boolean isSecure() {
    return server.getScheme().equalsIgnoreCase("https");
  }

  private int port() {
    int standard = isSecure() ? HTTPS_PORT : HTTP_PORT;
    return server.getPort() < 0 ? standard : server.getPort();
  }

  private Socket connect() throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(server.getHost())) {
      Socket socket = begin();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port()), (int) patience.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = failure == null ? e : failure;
      }
    }
    throw failure == null ? new SocketException("no address of " + server.getHost()) : failure;
  }

  private synchronized Socket begin() throws IOException {
    if (closed) {
      throw new SocketException("given up");
    }
    Socket socket = new Socket();
    open = Optional.of(socket);
    return socket;
  }

  private Socket secure(Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.get().getSocketFactory().createSocket(plain, server.getHost(), port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {PROTOCOL});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    // Some do not say what they speak, and speak it; what they say first shows it.
    String agreed = socket.getApplicationProtocol();
    if (!agreed.isEmpty() && !agreed.equals(PROTOCOL)) {
      throw new ProtocolException("The backend speaks " + agreed);
    }
    return socket;
  }

  /** Cuts it off, whatever goes on. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException e) {
      // Nobody listens to it any more, whatever becomes of it.
      return;
    }
  }
}
