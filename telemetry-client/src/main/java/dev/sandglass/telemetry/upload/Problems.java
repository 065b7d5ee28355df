package dev.sandglass.telemetry.upload;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells from an exception of the HTTP client what came between. */
final class Problems {
  private static final int MAX_DEPTH = 10;

  private Problems() {}

  static UploadProblem of(@Nullable Throwable failure) {
    UploadProblem found = UploadProblem.CONNECTION_LOST;
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
      if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
        return UploadProblem.UNKNOWN_HOST;
      } else if (at instanceof TimeoutException || at instanceof HttpTimeoutException) {
        return UploadProblem.TIMED_OUT;
      } else if (at instanceof SSLException) {
        return UploadProblem.TLS;
      } else if (at instanceof ConnectException) {
        found = UploadProblem.NO_CONNECTION; // unless its cause knows better
      } else if (isTunnelFailure(at)) {
        return UploadProblem.PROXY;
      }
      at = at.getCause();
    }
    return found;
  }

  /** The client has no type of its own for a proxy that answers anything but 200 to CONNECT. */
  private static boolean isTunnelFailure(Throwable failure) {
    String message = failure.getMessage();
    return message != null && message.startsWith("Tunnel failed");
  }
}
