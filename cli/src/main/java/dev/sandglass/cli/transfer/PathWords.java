package dev.sandglass.cli.transfer;

/** What the last name of a written path says. */
final class PathWords {
  private PathWords() {}

  /** Returns whether the content of a directory is meant, as in {@code dir/.}. */
  static boolean meansContent(String path) {
    String name = lastName(path);
    return name.isEmpty() || name.equals(".") || name.equals("..");
  }

  /** Returns the last name of a path, without slashes at its end. */
  static String lastName(String path) {
    String stripped = path.replaceFirst("/+$", "");
    return stripped.substring(stripped.lastIndexOf('/') + 1);
  }

  /** Returns what stands before the last name of a path. */
  static String parent(String path) {
    String stripped = path.replaceFirst("/+$", "");
    int slash = stripped.lastIndexOf('/');
    return slash < 0 ? "." : slash == 0 ? "/" : stripped.substring(0, slash);
  }
}
