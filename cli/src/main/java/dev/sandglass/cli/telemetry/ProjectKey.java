package dev.sandglass.cli.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The write-only key of the project that this build uploads usage telemetry to. */
public final class ProjectKey {
  private static final Optional<String> KEY = read();

  private ProjectKey() {}

  /** Returns the key; a build from source has none, and uploads nothing. */
  public static Optional<String> ofThisBuild() {
    return KEY;
  }

  private static Optional<String> read() {
    Properties properties = new Properties();
    try (InputStream file = ProjectKey.class.getResourceAsStream("project.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(properties.getProperty("key", "").strip()).filter(key -> !key.isEmpty());
  }
}
