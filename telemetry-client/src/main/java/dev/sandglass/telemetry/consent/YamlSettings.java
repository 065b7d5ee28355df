package dev.sandglass.telemetry.consent;

import dev.sandglass.telemetry.event.CliId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Settings in the block {@code telemetry:} of a YAML file, with the keys {@code enabled} (true or
 * false) and {@code id} (the CLI ID):
 *
 * <pre>{@code
 * telemetry:
 *   enabled: true
 *   id: 5e0a3a9c-7d3c-4b8e-9d54-0c8f4e1f2a6b
 * }</pre>
 *
 * <p>Any YAML file that {@link #scan} understands can be read. Only a file that holds this block
 * and nothing else is ever written, comments in it get lost, and any other is refused; several
 * processes may write at the same time. The file is readable by its owner only (0600), its
 * directory is made so if it is missing (0700).
 */
public final class YamlSettings implements SettingsStore {
  /** A larger file is left to a parser. */
  private static final int MAX_BYTES = 1 << 20;

  /** A command must not wait long for its ID; without one it records nothing. */
  private static final Duration ID_PATIENCE = Duration.ofSeconds(5);

  private static final Duration ID_TURN = Duration.ofMillis(20);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;

  private YamlSettings(Path file) {
    this.file = file;
  }

  /** Returns the settings in a file, which need not exist. */
  public static YamlSettings of(Path file) {
    return new YamlSettings(file.toAbsolutePath());
  }

  /**
   * Reads the settings of a YAML file exactly, without a YAML parser, if the file is as simple as
   * such files usually are: block mappings with one-line values.
   *
   * @return empty if only a YAML parser can tell what the file says
   * @throws UnreadableSettingsException if the file is there and no text can be read from it
   */
  public static Optional<Settings> scan(Path file) throws UnreadableSettingsException {
    Optional<String> text = text(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<SettingsScan> scan = SettingsScan.of(text.get());
    return scan.isEmpty() ? Optional.empty() : Optional.of(scan.get().settings(file.toString()));
  }

  /** Returns whether a YAML text surely speaks of telemetry and of nothing else. */
  public static boolean holdsNothingElse(String text) {
    Optional<SettingsScan> scan = SettingsScan.of(text);
    return scan.isPresent() && scan.get().holdsNothingElse();
  }

  /** Returns the text of a file; empty if it is none for a quick look. No file is an empty text. */
  private static Optional<String> text(Path file) throws UnreadableSettingsException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      // Opening a pipe would wait for its other end.
      if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
        return Optional.empty();
      }
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.of("");
    } catch (IOException e) {
      throw new UnreadableSettingsException(file.toString(), e);
    }
  }

  @Override
  public Settings read() throws UnreadableSettingsException {
    Optional<Settings> settings = scan(file);
    if (settings.isEmpty()) {
      throw new UnreadableSettingsException(
          file.toString(), new IOException("not plain YAML, one value a line"));
    }
    return settings.get();
  }

  @Override
  public void enable(boolean enabled) {
    updateOrFail(settings -> new Settings(Optional.of(enabled), settings.id(), ""));
  }

  @Override
  public CliId idOrElseStore(CliId fresh) {
    long deadline = System.nanoTime() + ID_PATIENCE.toNanos();
    while (true) {
      // Who waits for the lock sees here that the one before has done what it is waiting to do.
      Optional<CliId> stored = storedId();
      if (stored.isPresent()) {
        return stored.get();
      }
      try {
        return update(ID_TURN, settings -> withId(settings, fresh)).id().orElseThrow();
      } catch (LockedFile.LockedException e) {
        if (System.nanoTime() - deadline > 0) {
          throw new UncheckedIOException("cannot write " + file, e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }
  }

  private Optional<CliId> storedId() {
    try {
      return read().id();
    } catch (UnreadableSettingsException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  private static Settings withId(Settings settings, CliId fresh) {
    return settings.id().isPresent()
        ? settings
        : new Settings(settings.enabled(), Optional.of(fresh), settings.where());
  }

  @Override
  public void removeId() {
    updateOrFail(settings -> new Settings(settings.enabled(), Optional.empty(), ""));
  }

  @Override
  public String location() {
    return file.toString();
  }

  private void updateOrFail(UnaryOperator<Settings> change) {
    try {
      update(PATIENCE, change);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private Settings update(Duration patience, UnaryOperator<Settings> change) throws IOException {
    return LockedFile.update(file, patience, () -> changed(change));
  }

  private LockedFile.Change<Settings> changed(UnaryOperator<Settings> change) throws IOException {
    Optional<SettingsScan> scan;
    try {
      Optional<String> text = text(file);
      scan = text.isEmpty() ? Optional.empty() : SettingsScan.of(text.get());
    } catch (UnreadableSettingsException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (scan.isEmpty() || !scan.get().holdsNothingElse()) {
      throw new IOException("it holds more than telemetry settings; change or remove it by hand");
    }
    Settings before = scan.get().settings(location());
    Settings after = change.apply(before);
    String written = write(after);
    Optional<String> text = written.equals(write(before)) ? Optional.empty() : Optional.of(written);
    // A lost ID is made anew, and is not worth waiting for a disk; a choice is.
    return new LockedFile.Change<>(after, text, after.enabled().isPresent());
  }

  /** Writes the block; without lambdas, because others wait meanwhile. */
  private static String write(Settings settings) {
    StringBuilder text = new StringBuilder();
    if (settings.enabled().isPresent()) {
      text.append("  enabled: ").append(settings.enabled().get().booleanValue()).append('\n');
    }
    if (settings.id().isPresent()) {
      text.append("  id: ").append(settings.id().get()).append('\n');
    }
    return text.isEmpty() ? "" : text.insert(0, "telemetry:\n").toString();
  }
}
