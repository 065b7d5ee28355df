package dev.sandglass.sandbox.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this client, as the build names it. */
final class ClientVersion {
  /** The version. */
  static final String CURRENT = read();

  private ClientVersion() {}

  private static String read() {
    Properties properties = new Properties();
    try (InputStream file = ClientVersion.class.getResourceAsStream("version.properties")) {
      if (file == null) {
        throw new IllegalStateException("version.properties is missing");
      }
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
