package dev.sandglass.cli.value;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A directory of the host or a named volume at a path of a sandbox.
 *
 * @param source an absolute path of the host, or the name of a volume
 * @param path an absolute path inside the sandbox
 */
public record VolumeMount(String source, boolean named, String path, boolean readOnly) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");
  private static final String EXPECTED = "HOST_DIRECTORY:/PATH[:ro] or VOLUME_NAME:/PATH[:ro]";

  /**
   * Reads {@code HOST:/PATH[:ro]} or {@code NAME:/PATH[:ro]}. What contains a slash or starts with
   * a dot is a directory of the host, relative to where {@code sand} was started.
   *
   * @throws MalformedValueException if it is neither
   */
  public static VolumeMount parse(String text) {
    String rest = text;
    boolean readOnly = false;
    if (rest.endsWith(":ro") || rest.endsWith(":rw")) {
      readOnly = rest.endsWith(":ro");
      rest = rest.substring(0, rest.length() - 3);
    }
    int colon = rest.lastIndexOf(":/");
    if (colon < 1 || rest.indexOf(':', colon + 1) >= 0) {
      throw new MalformedValueException(text, EXPECTED);
    }
    String source = rest.substring(0, colon);
    String path = rest.substring(colon + 1);
    if (source.contains("/") || source.startsWith(".")) {
      String host = Path.of(source).toAbsolutePath().normalize().toString();
      return new VolumeMount(host, false, path, readOnly);
    }
    if (!NAME.matcher(source).matches()) {
      throw new MalformedValueException(text, EXPECTED);
    }
    return new VolumeMount(source, true, path, readOnly);
  }
}
