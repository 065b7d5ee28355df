package dev.sandglass.cli.command.config;

import dev.sandglass.cli.CommandException;
import java.util.function.Supplier;

/** Turns what the configuration says about wrong keys and values into wrong usage. */
final class ConfigurationKeys {
  private ConfigurationKeys() {}

  static <T> T checked(Supplier<T> call) {
    try {
      return call.get();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage())).causedBy(e);
    }
  }
}
