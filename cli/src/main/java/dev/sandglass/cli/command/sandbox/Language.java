package dev.sandglass.cli.command.sandbox;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Languages of code, by the extension of its file. */
final class Language {
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("py", "python"),
          Map.entry("js", "javascript"),
          Map.entry("mjs", "javascript"),
          Map.entry("cjs", "javascript"),
          Map.entry("ts", "typescript"),
          Map.entry("sh", "bash"),
          Map.entry("bash", "bash"),
          Map.entry("java", "java"),
          Map.entry("jsh", "java"),
          Map.entry("go", "go"),
          Map.entry("rb", "ruby"),
          Map.entry("r", "r"));

  private Language() {}

  /** Returns the language that a file's name ends in, if it is known. */
  static Optional<String> of(String fileName) {
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1);
    return Optional.ofNullable(BY_EXTENSION.get(extension.toLowerCase(Locale.ROOT)));
  }
}
