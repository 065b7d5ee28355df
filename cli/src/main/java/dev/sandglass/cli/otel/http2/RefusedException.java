package dev.sandglass.cli.otel.http2;

import java.io.IOException;

/** The server says that it has not begun with a request, so that it may be made again. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
