package dev.sandglass.telemetry.upload;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The servers that are reached without a proxy: {@code *}, names with all names below them, {@code
 * name:port}, IP addresses and blocks of them ({@code 10.0.0.0/8}), apart by commas or spaces.
 * Immutable.
 */
final class ProxyExceptions {
  private final List<String> entries;

  private ProxyExceptions(List<String> entries) {
    this.entries = entries;
  }

  static ProxyExceptions of(String text) {
    return new ProxyExceptions(
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /** Returns whether the server of a URI is one of them. */
  boolean include(URI target) {
    String host = withoutBrackets(target.getHost().toLowerCase(Locale.ROOT));
    int port = target.getPort() < 0 ? 443 : target.getPort();
    return entries.stream().anyMatch(entry -> matches(entry, host, port));
  }

  private static boolean matches(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.indexOf('/') >= 0) {
      return isInBlock(entry, host);
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    boolean isV6 = colon != entry.indexOf(':') && !entry.startsWith("[");
    if (colon > entry.lastIndexOf(']') && !isV6) {
      if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    name = withoutBrackets(name);
    name = name.startsWith("*.") ? name.substring(2) : name;
    name = name.startsWith(".") ? name.substring(1) : name;
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }

  private static boolean isInBlock(String block, String host) {
    if (!isAddress(host)) {
      return false; // names are not resolved: the proxy exists to do that
    }
    int slash = block.indexOf('/');
    String base = withoutBrackets(block.substring(0, slash));
    if (!isAddress(base)) {
      return false;
    }
    try {
      byte[] network = InetAddress.getByName(base).getAddress();
      byte[] address = InetAddress.getByName(host).getAddress();
      int bits = Integer.parseInt(block.substring(slash + 1));
      int rest = network.length * Byte.SIZE - bits;
      return network.length == address.length
          && bits >= 0
          && rest >= 0
          && new BigInteger(1, network)
              .shiftRight(rest)
              .equals(new BigInteger(1, address).shiftRight(rest));
    } catch (UnknownHostException | NumberFormatException e) {
      return false; // no block
    }
  }

  /** What looks like an address is not looked up by {@link InetAddress#getByName}. */
  private static boolean isAddress(String text) {
    return text.indexOf(':') >= 0
        || !text.isEmpty() && text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
