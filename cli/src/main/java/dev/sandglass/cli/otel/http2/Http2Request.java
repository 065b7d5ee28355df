package dev.sandglass.cli.otel.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection of its own. A thread of its own serves that, for as long as there is
 * no answer and somebody waits for one.
 */
public final class Http2Request {
  private static final String PROTOCOL = "h2";
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final int LONGEST_HEAD = 64 * 1024;

  /** Read when the classes that they are for are loaded: one message needs no pools of memory. */
  private static final Map<String, String> PROPERTIES =
      Map.of("io.netty.allocator.type", "unpooled", "io.netty.leakDetection.level", "disabled");

  static {
    PROPERTIES.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
  }

  private final URI server;
  private final TlsSource tls;
  private final Duration patience;
  private final SingleThreadIoEventLoop loop =
      new SingleThreadIoEventLoop(
          null, new DefaultThreadFactory("sand-otel-grpc", true), NioIoHandler.newFactory());
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

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
  public Http2Request(URI server, TlsSource tls, Duration patience) {
    this.server = server;
    this.tls = tls;
    this.patience = patience;
  }

  /**
   * Connects and makes the request, once. It begins without asking whether the other side speaks
   * HTTP/2, which gRPC takes for granted; over TLS that is agreed on before.
   *
   * @param head all lines, those with a colon among them
   * @param body what to send
   * @param most bytes that the body of the answer may have
   * @return the answer; whoever completes it, with a time-out for one, cuts the request off. It
   *     fails with a {@link ProtocolException} if the other side speaks something else, and with a
   *     {@link RefusedException} if the same may be tried again
   */
  public CompletableFuture<Answer> send(Http2Headers head, byte[] body, long most) {
    answer.whenComplete((any, failure) -> loop.shutdownGracefully(0, 0, TimeUnit.SECONDS));
    loop.execute(
        () -> {
          try {
            var addresses = List.of(InetAddress.getAllByName(server.getHost())).iterator();
            connect(addresses, new Http2Exchange(head, body, most, answer), null);
          } catch (UnknownHostException | RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** Tries one address after the other; what the first failed of says most. */
  private void connect(
      Iterator<InetAddress> addresses, Http2Exchange exchange, @Nullable Throwable before) {
    new Bootstrap()
        .group(loop)
        .channelFactory(NioSocketChannel::new)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis())
        .disableResolver()
        .handler(new Rest())
        .connect(new InetSocketAddress(addresses.next(), port()))
        .addListener(
            (ChannelFuture connected) -> {
              Throwable failure = before == null ? connected.cause() : before;
              if (connected.isSuccess()) {
                begin(connected.channel().pipeline(), exchange);
              } else if (addresses.hasNext() && !answer.isDone()) {
                connect(addresses, exchange, failure);
              } else {
                fail(failure);
              }
            });
  }

  private boolean isSecure() {
    return server.getScheme().equalsIgnoreCase("https");
  }

  private int port() {
    int standard = isSecure() ? HTTPS_PORT : HTTP_PORT;
    return server.getPort() < 0 ? standard : server.getPort();
  }

  private void begin(ChannelPipeline connection, Http2Exchange exchange) {
    if (!isSecure()) {
      open(connection, exchange);
      return;
    }
    try {
      secure(connection, exchange, engine());
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private SSLEngine engine() throws IOException {
    SSLEngine engine = tls.get().createSSLEngine(server.getHost(), port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {PROTOCOL});
    engine.setSSLParameters(parameters);
    return engine;
  }

  private void secure(ChannelPipeline connection, Http2Exchange exchange, SSLEngine engine) {
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(0); // who waits for the answer knows for how long
    connection.addFirst(handler);
    handler
        .handshakeFuture()
        .addListener(
            shaken -> {
              if (!shaken.isSuccess()) {
                fail(shaken.cause());
                return;
              }
              // Some do not say what they speak, and speak it; what they say first shows it.
              String agreed = engine.getApplicationProtocol();
              if (agreed.isEmpty() || agreed.equals(PROTOCOL)) {
                open(connection, exchange);
              } else {
                fail(new ProtocolException("The backend speaks " + agreed));
              }
            });
  }

  private void open(ChannelPipeline connection, Http2Exchange exchange) {
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forClient()
            .initialSettings(
                Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(LONGEST_HEAD))
            .gracefulShutdownTimeoutMillis(0)
            .build();
    String rest = connection.context(Rest.class).name();
    connection
        .addBefore(rest, null, codec)
        .addBefore(rest, null, new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
    new Http2StreamChannelBootstrap(connection.channel())
        .handler(exchange)
        .open()
        .addListener(
            opened -> {
              if (!opened.isSuccess()) {
                fail(opened.cause());
              }
            });
  }

  private void fail(Throwable failure) {
    answer.completeExceptionally(Failures.meaning(failure));
  }

  /** What concerns the connection and not its stream. */
  private final class Rest extends SimpleChannelInboundHandler<Object> {
    Rest() {
      super(Object.class);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext connection, Object frame) {
      // What has to be answered has been.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable failure) {
      fail(failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext connection) {
      fail(Failures.closed());
    }
  }
}
