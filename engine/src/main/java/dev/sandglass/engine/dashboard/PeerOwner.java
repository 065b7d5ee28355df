package dev.sandglass.engine.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Whose program is at the other end of a connection on this machine, as the kernel's tables say.
 */
final class PeerOwner {
  private static final String[] TABLES = {"tcp", "tcp6"};
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int UID = 7;
  private static final int IPV4_BYTES = 4;

  /** Sockets in other states belong to nobody any more, which the tables write as root. */
  private static final String ESTABLISHED = "01";

  private static final String MAPPED = "0000000000000000FFFF0000";

  private final Path tables;

  /** Reads the tables of a directory such as {@code /proc/net}. */
  PeerOwner(Path tables) {
    this.tables = tables;
  }

  /** The user that this process runs as. Blocks. */
  static long self() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the user of the program at the other end; empty if it has gone. Blocks.
   *
   * @param peer its address, on this machine
   * @param own the address that it is connected to
   */
  OptionalLong uid(InetSocketAddress peer, InetSocketAddress own) {
    List<String> peers = written(peer);
    List<String> owns = written(own);
    for (String table : TABLES) {
      try (Stream<String> lines = Files.lines(tables.resolve(table))) {
        OptionalLong uid =
            lines
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > UID && columns[STATE].equals(ESTABLISHED))
                .filter(c -> peers.contains(c[LOCAL]) && owns.contains(c[REMOTE]))
                .mapToLong(columns -> Long.parseLong(columns[UID]))
                .findFirst();
        if (uid.isPresent()) {
          return uid;
        }
      } catch (IOException | UncheckedIOException e) {
        // A kernel without IPv6 has no such table.
        System.getLogger(PeerOwner.class.getName())
            .log(System.Logger.Level.DEBUG, "{0} cannot be read", table);
      }
    }
    return OptionalLong.empty();
  }

  /** How the tables write an address; one of IPv4 may stand among those of IPv6, too. */
  private static List<String> written(InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    String port = String.format(Locale.ROOT, ":%04X", address.getPort());
    List<String> all = new ArrayList<>(List.of(words(bytes) + port));
    if (bytes.length == IPV4_BYTES) {
      all.add(MAPPED + words(bytes) + port);
    }
    return all;
  }

  /** Words of four bytes, each as this machine's processor orders them. */
  private static String words(byte[] bytes) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      int from = little ? (i & ~3) + 3 - (i & 3) : i;
      text.append(String.format(Locale.ROOT, "%02X", bytes[from]));
    }
    return text.toString();
  }
}
