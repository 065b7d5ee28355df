package dev.sandglass.engine;

import dev.sandglass.engine.observability.ObservabilitySettings;
import dev.sandglass.engine.observability.forward.ForwardSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the engine was told to run.
 *
 * @param host address or name to listen on, without brackets
 * @param port port to listen on; 0 for any
 * @param key the key that clients need; empty for a random one
 * @param idleMinutes minutes without sandboxes and requests after which the engine ends
 * @param hostPaths directories below which sandboxes may be given directories of the host
 * @param observability how sandboxes are observed
 * @param forward where what is observed is sent
 */
record EngineOptions(
    String host,
    int port,
    Optional<String> key,
    long idleMinutes,
    List<Path> hostPaths,
    ObservabilitySettings observability,
    ForwardSettings forward) {
  private static final int MIN_KEY_LENGTH = 16;
  private static final long DEFAULT_IDLE_MINUTES = 10;
  private static final String IDLE_MINUTES_VARIABLE = "SANDGLASS_ENGINE_IDLE_MINUTES";
  private static final String HOST_PATHS_VARIABLE = "SANDGLASS_ENGINE_ALLOW_HOST_PATHS";

  /**
   * Reads the arguments, and the environment for what they do not say.
   *
   * @param home the user's home directory: what sandboxes may be given unless told otherwise
   * @throws IllegalArgumentException if they make no sense
   */
  static EngineOptions parse(List<String> arguments, Map<String, String> environment, Path home) {
    String listen = "127.0.0.1:0";
    Optional<String> key = Optional.empty();
    String idleText = environment.getOrDefault(IDLE_MINUTES_VARIABLE, "");
    long idle = idleText.isEmpty() ? DEFAULT_IDLE_MINUTES : minutes(idleText);
    List<Path> hostPaths = new ArrayList<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--listen" -> listen = value(option, rest);
        case "--api-key-file" -> key = Optional.of(key(value(option, rest)));
        case "--idle-minutes" -> idle = minutes(value(option, rest));
        case "--allow-host-path" -> hostPaths.add(directory(value(option, rest)));
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    int colon = listen.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("--listen must be like 127.0.0.1:8080, not " + listen);
    }
    String host = listen.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    if (key.isEmpty() && !loopback(host)) {
      throw new IllegalArgumentException(
          "--listen " + listen + " is open to others: --api-key-file FILE is needed");
    }
    if (hostPaths.isEmpty()) {
      for (String path : environment.getOrDefault(HOST_PATHS_VARIABLE, "").split(",")) {
        if (!path.isEmpty()) {
          hostPaths.add(directory(path));
        }
      }
    }
    List<Path> allowed = hostPaths.isEmpty() ? List.of(home) : List.copyOf(hostPaths);
    return new EngineOptions(
        host,
        port(listen.substring(colon + 1)),
        key,
        idle,
        allowed,
        ObservabilitySettings.of(environment),
        ForwardSettings.of(environment));
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static String key(String file) {
    try {
      String key = Files.readString(Path.of(file)).strip();
      if (key.length() < MIN_KEY_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new IllegalArgumentException(
            "the key in "
                + file
                + " must have at least "
                + MIN_KEY_LENGTH
                + " printable characters, and no spaces");
      }
      return key;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the key from " + file, e);
    }
  }

  private static long minutes(String text) {
    try {
      long minutes = Long.parseLong(text);
      if (minutes >= 0) {
        return minutes;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative number.
    }
    throw new IllegalArgumentException("--idle-minutes must be a number, not " + text);
  }

  private static Path directory(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("--allow-host-path must be absolute, not " + text);
    }
    return path;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of bounds.
    }
    throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + text);
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no host " + host, e);
    }
  }
}
