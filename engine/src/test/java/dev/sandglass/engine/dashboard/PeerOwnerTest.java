package dev.sandglass.engine.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners of connections: those of this machine, and tables with users that it need not have. */
final class PeerOwnerTest {
  private static final InetSocketAddress ENGINE = new InetSocketAddress("127.0.0.1", 0x1387);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aConnectionOfThisProcessIsOurs(String address) throws IOException {
    var peers = new PeerOwner(Path.of("/proc/net"));
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(address, 0));
      Socket client = new Socket(address, server.getLocalPort());
      InetSocketAddress peer;
      try (Socket accepted = server.accept()) {
        peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
        assertThat(peers.uid(peer, (InetSocketAddress) accepted.getLocalSocketAddress()))
            .isEqualTo(OptionalLong.of(PeerOwner.self()));
        client.close();
        assertThat(peers.uid(peer, (InetSocketAddress) accepted.getLocalSocketAddress()))
            .as("closed by the peer")
            .isEmpty();
      }
    }
  }

  @Test
  void theOwnerStandsInTheTables(@TempDir Path tables) throws IOException {
    String loopback = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "0100007F" : "7F000001";
    String rest = " 00000000:00000000 00:00000000 00000000 ";
    Files.writeString(
        tables.resolve("tcp"),
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
            + ("   0: " + loopback + ":1387 " + loopback + ":9C40 01" + rest + "1000 0 11\n")
            + ("   1: " + loopback + ":9C40 " + loopback + ":1387 01" + rest + "1001 0 12\n")
            + ("   2: " + loopback + ":9C41 " + loopback + ":1387 06" + rest + "0 0 0\n"));
    Files.writeString(
        tables.resolve("tcp6"),
        ("   0: 0000000000000000FFFF0000" + loopback + ":9C42 ")
            + ("0000000000000000FFFF0000" + loopback + ":1387 01" + rest + "1002 0 13\n"));
    var peers = new PeerOwner(tables);
    assertThat(peers.uid(peer(0x9C40), ENGINE)).hasValue(1001);
    assertThat(peers.uid(peer(0x9C41), ENGINE)).as("closed").isEmpty();
    assertThat(peers.uid(peer(0x9C42), ENGINE)).as("by IPv6").hasValue(1002);
    assertThat(peers.uid(peer(0x9C43), ENGINE)).isEmpty();
    assertThat(new PeerOwner(tables.resolve("none")).uid(peer(0x9C40), ENGINE)).isEmpty();
  }

  @Test
  void linksAreForTheUserOfTheEngineAndRoot() {
    assertThat(Entrance.mayEnter(1000, OptionalLong.of(1000))).isTrue();
    assertThat(Entrance.mayEnter(1000, OptionalLong.of(0))).isTrue();
    assertThat(Entrance.mayEnter(1000, OptionalLong.of(1001))).isFalse();
    assertThat(Entrance.mayEnter(1000, OptionalLong.empty())).isFalse();
    assertThat(Entrance.mayEnter(0, OptionalLong.of(1000))).isTrue();
  }

  private static InetSocketAddress peer(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }
}
