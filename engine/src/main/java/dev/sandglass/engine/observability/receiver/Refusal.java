package dev.sandglass.engine.observability.receiver;

/** Why a request is not taken, in the words of both protocols. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int INVALID_ARGUMENT = 3;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int UNAVAILABLE = 14;

  private final int http;
  private final int grpc;
  private final boolean again;

  private Refusal(int http, int grpc, boolean again, String message) {
    super(message, null, false, false);
    this.http = http;
    this.grpc = grpc;
    this.again = again;
  }

  /** Never to be sent again. */
  static Refusal malformed(String message) {
    return new Refusal(400, INVALID_ARGUMENT, false, message);
  }

  static Refusal tooLarge(String message) {
    return new Refusal(413, RESOURCE_EXHAUSTED, false, message);
  }

  static Refusal unknown(int http, String message) {
    return new Refusal(http, UNIMPLEMENTED, false, message);
  }

  /** Too much just now: to be sent again after a second. */
  static Refusal busy(String message) {
    return new Refusal(429, UNAVAILABLE, true, message);
  }

  int http() {
    return http;
  }

  int grpc() {
    return grpc;
  }

  /** Whether to send the same again is worth it. */
  boolean again() {
    return again;
  }

  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
