package dev.sandglass.cli.value;

import java.util.Optional;

/**
 * One side of a copy.
 *
 * @param sandbox the sandbox that the path is in; empty for this machine
 * @param path the path; {@code -} without a sandbox is standard input or output
 */
public record CopyPath(Optional<String> sandbox, String path) {
  /**
   * Reads {@code SANDBOX:/PATH}, a path of this machine, or {@code -}. A path of this machine with
   * a colon needs a slash before it, as in {@code ./a:b}.
   *
   * @throws MalformedValueException if it is empty, or a path in a sandbox is not absolute
   */
  public static CopyPath parse(String text) {
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new MalformedValueException(text, "SANDBOX:/PATH or a path of this machine");
    }
    if (colon < 0 || (slash >= 0 && slash < colon)) {
      return new CopyPath(Optional.empty(), text);
    }
    if (colon == 0 || slash != colon + 1) {
      throw new MalformedValueException(
          text, "SANDBOX:/PATH (absolute), or a path of this machine; then write ./" + text);
    }
    return new CopyPath(Optional.of(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** Returns whether it is standard input or output. */
  public boolean isStream() {
    return sandbox.isEmpty() && path.equals("-");
  }

  /** Returns it as it was written. */
  @Override
  public String toString() {
    return sandbox.map(name -> name + ":" + path).orElse(path);
  }
}
