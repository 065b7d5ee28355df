package dev.sandglass.cli.config;

import java.util.Optional;

/** Reads the user's configuration. Keys are dotted paths such as {@code provider}. */
@FunctionalInterface
public interface Configuration {
  /** A configuration without any key. */
  Configuration EMPTY = key -> Optional.empty();

  /** Returns the value of a key as text, or empty when it is not set. */
  Optional<String> get(String key);
}
