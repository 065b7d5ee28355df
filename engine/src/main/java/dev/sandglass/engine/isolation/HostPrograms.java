package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Programs of the host that the engine trusts: found on a fixed path, not the user's, and where
 * they run inside a sandbox's file system, together with their own loader and libraries.
 */
final class HostPrograms {
  /** Where trusted programs are looked for, first match wins. */
  static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

  private final Map<String, Optional<Path>> found = new ConcurrentHashMap<>();
  private final Map<Path, Linkage> linkages = new ConcurrentHashMap<>();

  /**
   * What a dynamic program needs to run where the host's files are not.
   *
   * @param loader the dynamic loader, empty for a static program
   * @param libraries its shared libraries
   */
  record Linkage(Optional<Path> loader, List<Path> libraries) {
    Linkage {
      libraries = List.copyOf(libraries);
    }
  }

  /** Where a program is, if the host has it. */
  Optional<Path> find(String program) {
    return found.computeIfAbsent(program, HostPrograms::search);
  }

  /** Whether the host has it. */
  boolean has(String program) {
    return find(program).isPresent();
  }

  /** Loader and libraries of a program. */
  Linkage linkage(Path program) {
    return linkages.computeIfAbsent(program, HostPrograms::resolve);
  }

  private static Optional<Path> search(String program) {
    for (String directory : PATH.split(":")) {
      Path candidate = Path.of(directory, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Linkage resolve(Path program) {
    try {
      var builder = new ProcessBuilder("ldd", program.toString());
      builder.environment().clear();
      builder.environment().put("PATH", PATH);
      builder.environment().put("LC_ALL", "C");
      var process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        return new Linkage(Optional.empty(), List.of());
      }
      return parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IsolationException("interrupted while looking at " + program, e);
    }
  }

  /** Lines are {@code name => path (address)}, or {@code path (address)} for the loader. */
  private static Linkage parse(String text) {
    Set<Path> libraries = new LinkedHashSet<>();
    List<Path> loaders = new ArrayList<>();
    for (String line : text.split("\n")) {
      String trimmed = line.strip();
      int arrow = trimmed.indexOf("=>");
      String target = arrow < 0 ? trimmed : trimmed.substring(arrow + 2).strip();
      int end = target.indexOf(" (");
      if (!target.startsWith("/") || end < 0) {
        continue;
      }
      Path path = Path.of(target.substring(0, end));
      if (arrow < 0 || path.getFileName().toString().startsWith("ld-")) {
        loaders.add(path);
      } else {
        libraries.add(path);
      }
    }
    return new Linkage(loaders.stream().findFirst(), List.copyOf(libraries));
  }
}
