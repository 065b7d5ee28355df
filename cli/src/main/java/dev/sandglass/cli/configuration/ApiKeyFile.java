package dev.sandglass.cli.configuration;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file (0600) that holds nothing but an API key. */
public final class ApiKeyFile {
  private static final int LONGEST = 4096;

  private ApiKeyFile() {}

  /** Returns the key in a file; fails when it is missing or holds something else. */
  public static String read(Path file) {
    if (!Files.exists(file)) {
      throw new ConfigurationException("the API key file " + file + " is missing");
    }
    return checked(ConfigurationFile.read(file), file.toString());
  }

  /** Writes a key for a provider below the configuration directory and returns where. */
  public static Path write(Configuration configuration, String providerName, String key) {
    Path file = of(configuration, providerName);
    String text = checked(key, "the API key") + "\n";
    ConfigurationFile.update(file, before -> text);
    return file;
  }

  /** Removes what {@link #write} wrote for a provider. */
  public static void delete(Configuration configuration, String providerName) {
    ConfigurationFile.delete(of(configuration, providerName));
  }

  private static Path of(Configuration configuration, String providerName) {
    return configuration.directory().resolve("keys").resolve(providerName);
  }

  /** Returns a key without surrounding space; refuses what cannot go into an HTTP header. */
  public static String checked(String text, String origin) {
    String key = text.strip();
    boolean printable = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (key.isEmpty() || key.length() > LONGEST || !printable) {
      throw new ConfigurationException(origin + ": must be one line of printable ASCII");
    }
    return key;
  }
}
