package dev.sandglass.engine.execution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The drivers that run inside interpreters: resources of this package. */
final class Drivers {
  private Drivers() {}

  /** The source of a driver. */
  static String source(String name) {
    try (InputStream stream = Drivers.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the engine is not complete: " + name, e);
    }
  }
}
