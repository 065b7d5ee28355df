package dev.sandglass.cli.otel.http2;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;

/** Says in terms of the JDK what Netty failed of. */
final class Failures {
  private Failures() {}

  static Throwable meaning(Throwable failure) {
    Http2Exception broken = Http2CodecUtil.getEmbeddedHttp2Exception(failure);
    if (broken != null) {
      return broken.error() == Http2Error.REFUSED_STREAM
          ? new RefusedException("the backend refused the request")
          : new ProtocolException(broken.getMessage());
    }
    if (failure instanceof ConnectTimeoutException) {
      return new SocketTimeoutException(failure.getMessage()); // Netty's says it was refused
    }
    return failure instanceof ClosedChannelException ? closed() : failure;
  }

  static IOException closed() {
    return new IOException("it was closed before an answer had come");
  }

  static IOException reset(long reason) {
    if (reason == Http2Error.REFUSED_STREAM.code()) {
      return new RefusedException("the backend refused the request");
    }
    return reason == Http2Error.HTTP_1_1_REQUIRED.code()
        ? new ProtocolException("The backend wants HTTP/1.1")
        : new IOException("the backend broke the request off for reason " + reason);
  }
}
