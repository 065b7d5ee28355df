package dev.sandglass.cli.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names of files as UTF-8, whatever the locale: under {@code LANG=C} the JDK would refuse to make a
 * path of anything but ASCII.
 */
final class LocalNames {
  private LocalNames() {}

  /** Returns the last name of a path as text; fails if it is not UTF-8. */
  static String nameOf(Path path) throws IOException {
    // The URI escapes the bytes that the name consists of.
    String escaped = path.toUri().getRawPath();
    if (escaped.endsWith("/")) {
      escaped = escaped.substring(0, escaped.length() - 1);
    }
    byte[] name = unescape(escaped.substring(escaped.lastIndexOf('/') + 1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(path + ": its name is not UTF-8", e);
    }
  }

  /** Returns a path, absolute or relative, as text; fails if it is not UTF-8. */
  static String text(Path path) throws IOException {
    StringBuilder text = new StringBuilder(path.isAbsolute() ? "/" : "");
    for (int i = 0; i < path.getNameCount(); i++) {
      text.append(i == 0 ? "" : "/").append(nameOf(Path.of("/").resolve(path.getName(i))));
    }
    return text.toString();
  }

  private static byte[] unescape(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  /** Returns the path of a name in a directory; the name must not hold a slash. */
  static Path resolve(Path directory, String name) throws IOException {
    return directory.resolve(path(name));
  }

  /** Returns a text, such as the target of a link, as a path. */
  static Path path(String text) throws IOException {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IOException("'" + text + "' is not a path");
    }
    StringBuilder escaped = new StringBuilder("file://");
    for (String name : text.split("/")) {
      if (!name.isEmpty()) {
        escaped.append('/');
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
          escaped.append(String.format("%%%02X", octet & 0xff));
        }
      }
    }
    if (escaped.length() == "file://".length()) {
      return Path.of("/");
    }
    Path path = Path.of(URI.create(escaped.toString()));
    return text.startsWith("/") ? path : path.subpath(0, path.getNameCount());
  }
}
