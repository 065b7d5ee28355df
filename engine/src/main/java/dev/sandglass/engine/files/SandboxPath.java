package dev.sandglass.engine.files;

import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;

/**
 * An absolute path inside a sandbox, without {@code .}, {@code ..} and empty parts.
 *
 * @param raw one character for each byte
 */
record SandboxPath(String raw) {
  private static final int MAX_BYTES = 4095;
  private static final int MAX_NAME_BYTES = 255;

  /**
   * Reads a client's path: relative ones start from the sandbox's working directory, {@code ~} is
   * its home directory. Parts such as {@code ..} are resolved by the text alone.
   *
   * @param raw one character for each byte
   * @throws ApiException if it is empty, too long or holds a NUL
   */
  static SandboxPath ofRaw(String raw, LiveSandbox sandbox) {
    if (raw.isEmpty()) {
      throw FileErrors.invalid("a path must not be empty");
    }
    if (raw.indexOf('\0') >= 0) {
      throw FileErrors.invalid("a path must not hold a NUL character");
    }
    String whole;
    if (raw.equals("~") || raw.startsWith("~/")) {
      whole = rawText(sandbox.environment().getOrDefault("HOME", "/root")) + raw.substring(1);
    } else if (raw.startsWith("/")) {
      whole = raw;
    } else {
      whole = rawText(sandbox.workingDirectory()) + "/" + raw;
    }
    return new SandboxPath(normalise(whole));
  }

  /** As {@link #ofRaw}, for a path in Unicode. */
  static SandboxPath ofText(String text, LiveSandbox sandbox) {
    return ofRaw(rawText(text), sandbox);
  }

  private static String rawText(String text) {
    try {
      return ByteText.raw(text);
    } catch (IllegalArgumentException e) {
      throw FileErrors.invalid("a path is not valid Unicode text");
    }
  }

  private static String normalise(String raw) {
    StringBuilder path = new StringBuilder(raw.length() + 1);
    for (String part : raw.split("/")) {
      if (part.equals("..")) {
        path.setLength(Math.max(0, path.lastIndexOf("/")));
      } else if (!part.isEmpty() && !part.equals(".")) {
        if (part.length() > MAX_NAME_BYTES) {
          throw FileErrors.invalid("a name is longer than " + MAX_NAME_BYTES + " bytes");
        }
        path.append('/').append(part);
      }
    }
    if (path.length() > MAX_BYTES) {
      throw FileErrors.invalid("a path is longer than " + MAX_BYTES + " bytes");
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /** Whether this is the root directory. */
  boolean isRoot() {
    return raw.equals("/");
  }

  /** The last part; empty for the root. */
  String rawName() {
    return raw.substring(raw.lastIndexOf('/') + 1);
  }

  /** For messages. */
  String display() {
    return ByteText.display(raw);
  }
}
