package dev.sandglass.engine.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings trusted programs of the host into the file system of a sandbox: bound read-only, together
 * with the host's loader and libraries, into a directory that only the one process sees. The
 * sandbox's own files have no part in running them, not even its loader.
 */
final class HostTools {
  private final HostPrograms programs;
  private final TrustedLoader loader;

  /**
   * Finds programs there.
   *
   * @param directory where files that belong to this may be written
   */
  HostTools(HostPrograms programs, Path directory) {
    this.programs = programs;
    this.loader = new TrustedLoader(programs, directory);
  }

  /** The file that {@link #bindingsAmongUntrusted} wants open. */
  Path loader() {
    return loader.path();
  }

  /**
   * As {@link #bindings}, where the root directory is a sandbox's: with a loader that reads no file
   * of the sandbox.
   *
   * @param descriptor where {@link #loader} is open
   */
  List<String> bindingsAmongUntrusted(String directory, List<String> names, int descriptor) {
    List<String> arguments = bindings(directory, names);
    int loaderAt = arguments.indexOf(directory + "/loader") - 2;
    if (loaderAt >= 0) {
      arguments.subList(loaderAt, loaderAt + 3).clear();
      arguments.addAll(List.of("--perms", "0555", "--ro-bind-data"));
      arguments.addAll(List.of(Integer.toString(descriptor), directory + "/loader"));
    }
    arguments.addAll(List.of("--remount-ro", directory));
    return arguments;
  }

  /** bubblewrap's arguments that put these programs into {@code directory}. */
  List<String> bindings(String directory, List<String> names) {
    Set<Path> libraries = new LinkedHashSet<>();
    Set<Path> loaders = new LinkedHashSet<>();
    List<String> arguments = new ArrayList<>(List.of("--tmpfs", directory));
    for (String name : names) {
      Path program = require(name);
      var linkage = programs.linkage(program);
      libraries.addAll(linkage.libraries());
      linkage.loader().ifPresent(loaders::add);
      bind(arguments, program, directory + "/bin/" + name);
    }
    libraries.forEach(path -> bind(arguments, path, directory + "/lib/" + path.getFileName()));
    loaders.forEach(path -> bind(arguments, path, directory + "/loader"));
    return arguments;
  }

  /** The words that execute a program bound by {@link #bindings}. */
  List<String> invocation(String directory, String name) {
    Path program = require(name);
    String inside = directory + "/bin/" + name;
    if (programs.linkage(program).loader().isEmpty()) {
      return List.of(inside);
    }
    return List.of(directory + "/loader", "--library-path", directory + "/lib", inside);
  }

  /** Shell functions that make the programs available under their names. */
  String functions(String directory, List<String> names) {
    return names.stream()
        .filter(name -> !name.equals("sh"))
        .map(
            name -> name + "() { " + String.join(" ", invocation(directory, name)) + " \"$@\"; }\n")
        .collect(Collectors.joining());
  }

  /** Those of the tools that this host has. */
  List<String> available() {
    return Stream.of(HostTool.values()).map(HostTool::program).filter(programs::has).toList();
  }

  private Path require(String name) {
    return programs
        .find(name)
        .orElseThrow(() -> new IsolationException("this machine lacks the program " + name));
  }

  private static void bind(List<String> arguments, Path source, String target) {
    arguments.addAll(List.of("--ro-bind", source.toString(), target));
  }
}
