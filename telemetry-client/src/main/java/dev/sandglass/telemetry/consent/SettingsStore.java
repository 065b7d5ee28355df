package dev.sandglass.telemetry.consent;

import dev.sandglass.telemetry.event.CliId;
import java.util.Optional;

/**
 * Where a user's wish and the CLI ID are kept: part of the program's configuration. Several
 * processes may use it at the same time.
 *
 * <p>Methods that write throw a {@link RuntimeException} of the implementation when they cannot.
 */
public interface SettingsStore {
  /**
   * What the settings say now.
   *
   * @param enabled the user's wish, if there is one
   * @param id the CLI ID, if there is one
   * @param where file and line of the wish; the file if there is none
   */
  record Settings(Optional<Boolean> enabled, Optional<CliId> id, String where) {}

  /**
   * Reads the settings anew.
   *
   * @throws UnreadableSettingsException if they are there but make no sense
   */
  Settings read() throws UnreadableSettingsException;

  /** Keeps the user's wish. */
  void enable(boolean enabled);

  /** Returns the ID; keeps this one if there is none yet, so that all processes agree on one. */
  CliId idOrElseStore(CliId fresh);

  /** Removes the ID, if there is one. */
  void removeId();

  /** Returns the file, for people. */
  String location();
}
