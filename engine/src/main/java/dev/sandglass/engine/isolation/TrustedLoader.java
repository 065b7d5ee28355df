package dev.sandglass.engine.isolation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A copy of the host's dynamic loader that takes nothing from {@code /etc}. The loader of glibc
 * loads whatever {@code /etc/ld.so.preload} names into every program; in a sandbox's root directory
 * that file belongs to the sandbox, whose code would so run as one of the engine's tools. No option
 * turns that off. The names looked up instead are in a directory that only the engine fills.
 */
final class TrustedLoader {
  private final HostPrograms programs;
  private final Path directory;
  private Optional<Path> made = Optional.empty();

  TrustedLoader(HostPrograms programs, Path directory) {
    this.programs = programs;
    this.directory = directory;
  }

  /** The copy, made when needed; an empty file if programs of this host have no loader. */
  synchronized Path path() {
    Path path = made.filter(Files::exists).orElseGet(this::make);
    made = Optional.of(path);
    return path;
  }

  private Path make() {
    try {
      Optional<Path> shell = programs.find(HostTool.SH.program());
      Optional<Path> original = shell.flatMap(program -> programs.linkage(program).loader());
      byte[] content = original.isPresent() ? Files.readAllBytes(original.get()) : new byte[0];
      Path draft = Files.createTempFile(directory, "loader-", "");
      Files.write(draft, withoutSettings(content));
      return Files.move(draft, directory.resolve("loader"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the loader of programs", e);
    }
  }

  /** Each name is replaced by one of the same length. */
  private static byte[] withoutSettings(byte[] loader) {
    return new String(loader, ISO_8859_1)
        .replace("/etc/ld.so.preload\0", "/proc/ldso.preload\0")
        .replace("/etc/ld.so.cache\0", "/proc/ldso.cache\0")
        .getBytes(ISO_8859_1);
  }
}
