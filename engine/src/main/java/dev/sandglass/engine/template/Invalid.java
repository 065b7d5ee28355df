package dev.sandglass.engine.template;

import dev.sandglass.engine.server.ApiException;

/** The errors of what cannot become a template. */
final class Invalid {
  private static final String CODE = "TEMPLATE::INVALID";

  private Invalid() {}

  static ApiException because(String message) {
    return new ApiException(400, CODE, message);
  }
}
