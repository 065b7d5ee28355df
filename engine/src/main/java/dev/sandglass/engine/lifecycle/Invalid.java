package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.server.ApiException;

/** Errors that several parts of the lifecycle answer with. */
final class Invalid {
  private Invalid() {}

  static ApiException request(String message) {
    return new ApiException(400, "SANDBOX::INVALID_REQUEST", message);
  }

  static ApiException state(String message) {
    return new ApiException(409, "SANDBOX::INVALID_STATE", message);
  }

  static ApiException noSandbox(String id) {
    return new ApiException(
        404, "SANDBOX::NOT_FOUND", "there is no sandbox " + quoted(id) + ": sand ls shows them");
  }

  /** A value from outside, shortened and without control characters, for use in a message. */
  static String quoted(String value) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
