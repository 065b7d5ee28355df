package dev.sandglass.telemetry.consent;

import dev.sandglass.telemetry.event.CliId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Settings in a small YAML file of their own: a block {@code telemetry:} with {@code enabled} and
 * {@code id}. For applications that keep no other configuration; and, through {@link #scan}, a
 * quick reader of that block in any YAML file.
 */
public final class YamlSettings implements SettingsStore {
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path file;

  private YamlSettings(Path file) {
    this.file = file;
  }

  /** Returns the settings in a file, which need not exist and belongs to telemetry alone. */
  public static YamlSettings of(Path file) {
    return new YamlSettings(file.toAbsolutePath());
  }

  /**
   * Reads the block {@code telemetry:} of a YAML file without a YAML parser.
   *
   * @return what the block says; empty if it is written in a way that takes a parser to understand
   * @throws UnreadableSettingsException if the file is there but cannot be read
   */
  public static Optional<Settings> scan(Path file) throws UnreadableSettingsException {
    try {
      return SettingsScan.of(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      return Optional.of(new Settings(Optional.empty(), Optional.empty(), file.toString()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnreadableSettingsException(file.toString(), e);
    }
  }

  @Override
  public Settings read() throws UnreadableSettingsException {
    return scan(file)
        .orElseThrow(
            () ->
                new UnreadableSettingsException(
                    file.toString(), new IllegalStateException("not in the form it is written")));
  }

  @Override
  public void enable(boolean enabled) {
    update(before -> new Settings(Optional.of(enabled), before.id(), before.where()));
  }

  @Override
  public CliId idOrElseStore(CliId fresh) {
    return update(
            before ->
                before.id().isPresent()
                    ? before
                    : new Settings(before.enabled(), Optional.of(fresh), before.where()))
        .id()
        .orElseThrow();
  }

  @Override
  public void removeId() {
    update(before -> new Settings(before.enabled(), Optional.empty(), before.where()));
  }

  @Override
  public String location() {
    return file.toString();
  }

  private Settings update(UnaryOperator<Settings> change) {
    try {
      Files.createDirectories(file.getParent(), PRIVATE_DIRECTORY);
      Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(
                  lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATE_FILE);
          FileLock held = channel.lock()) {
        assert held.isValid();
        Settings before = read();
        Settings after = change.apply(before);
        if (!after.equals(before)) {
          replace(after);
        }
        return after;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    } catch (UnreadableSettingsException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  private void replace(Settings settings) throws IOException {
    StringBuilder text = new StringBuilder("telemetry:\n");
    settings
        .enabled()
        .ifPresent(enabled -> text.append("  enabled: ").append(enabled).append('\n'));
    settings.id().ifPresent(id -> text.append("  id: ").append(id).append('\n'));
    Path temporary = Files.createTempFile(file.getParent(), ".telemetry", ".tmp", PRIVATE_FILE);
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
