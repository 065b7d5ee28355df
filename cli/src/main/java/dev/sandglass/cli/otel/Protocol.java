package dev.sandglass.cli.otel;

import java.util.Arrays;
import java.util.Optional;

/** How OTLP is spoken. */
public enum Protocol {
  GRPC("grpc", 4317),
  HTTP_PROTOBUF("http/protobuf", 4318),
  HTTP_JSON("http/json", 4318);

  private final String text;
  private final int port;

  Protocol(String text, int port) {
    this.text = text;
    this.port = port;
  }

  /** Returns the name that variables use. */
  public String text() {
    return text;
  }

  /** Returns the port that receivers of this protocol have by convention. */
  public int port() {
    return port;
  }

  static Optional<Protocol> of(String text) {
    return Arrays.stream(values()).filter(protocol -> protocol.text.equals(text)).findFirst();
  }
}
