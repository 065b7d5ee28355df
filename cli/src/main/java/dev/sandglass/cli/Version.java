package dev.sandglass.cli;

import dev.sandglass.sandbox.local.OwnProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * What this build of {@code sand} is.
 *
 * @param text its version, such as {@code 0.1.0}
 * @param commit the commit of its sources; empty if they were in no repository when it was built
 */
public record Version(String text, Optional<String> commit) {
  private static final Version CURRENT = read();

  /** Returns the version of this build. */
  public static Version current() {
    return CURRENT;
  }

  private static Version read() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = properties.getProperty("commit");
    return new Version(
        properties.getProperty("version"),
        commit.isEmpty() ? Optional.empty() : Optional.of(commit));
  }

  /** Returns whether this runs as a native binary or on a JVM: {@code native} or {@code jvm}. */
  public static String build() {
    return OwnProgram.isNative() ? "native" : "jvm";
  }
}
