package dev.sandglass.engine.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Outbound network of real sandboxes, against a peer in a network namespace of this test's own,
 * which only root can make.
 */
@Timeout(60)
class NetworkIT {
  private static final String PEER = "sgpeer" + ProcessHandle.current().pid() % 100_000;
  private static final String HOST_ADDRESS = "198.18.77.1";
  private static final String PEER_ADDRESS = "198.18.77.2";

  private Path state;
  private Isolation isolation;
  private Process peerServer;

  @BeforeEach
  void start() throws Exception {
    state = Files.createTempDirectory("sandglass-network");
    isolation = Isolation.open(state);
    assumeTrue(isolation.capabilities().hostAllowedNetwork(), "no network for sandboxes here");
    assumeTrue(isolation.capabilities().root(), "only root can make the peer");
    host("ip netns add " + PEER);
    host("ip link add " + PEER + " type veth peer name eth0 netns " + PEER);
    host("ip addr add " + HOST_ADDRESS + "/30 dev " + PEER);
    host("ip link set " + PEER + " up");
    host("ip -n " + PEER + " addr add " + PEER_ADDRESS + "/30 dev eth0");
    host("ip -n " + PEER + " link set eth0 up");
    peerServer =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                PEER,
                "perl",
                "-MIO::Socket::INET",
                "-e",
                "$s = IO::Socket::INET->new(Listen => 5, LocalPort => 80) or die; $| = 1;"
                    + " print qq(on\\n); while ($c = $s->accept) { print $c qq(peer\\n); close $c }")
            .start();
    assertThat(peerServer.getInputStream().read()).isEqualTo('o');
  }

  @AfterEach
  void end() throws Exception {
    if (peerServer != null) {
      peerServer.destroyForcibly().waitFor();
      host("ip netns del " + PEER);
    }
    isolation.collectOrphans(Set.of());
    for (String tree : List.of("sandboxes", "layers", "executions", "scripts")) {
      isolation.deleteTree(Path.of(tree));
    }
    Files.delete(state);
  }

  private static void host(String command) throws Exception {
    Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
  }

  private Holder sandbox(NetworkMode network) throws IOException {
    Files.createDirectories(state.resolve("sandboxes/" + network.name().toLowerCase()));
    return isolation.start(
        new HolderSpec(
            network.name().toLowerCase(),
            true,
            List.of(isolation.hostLayer()),
            List.of(),
            ResourceLimits.NONE,
            "box",
            network));
  }

  private static String fetch(Holder holder, String address, int port) throws Exception {
    String script =
        "use IO::Socket::INET; $c = IO::Socket::INET->new(PeerAddr => $ARGV[0], Timeout => 3)"
            + " or do { print qq(refused\\n); exit }; print <$c>;";
    Execution execution =
        holder.execute(
            new ExecutionSpec(
                List.of("perl", "-e", script, address + ":" + port),
                "/",
                Map.of("PATH", "/usr/bin"),
                SandboxUser.ROOT,
                Optional.empty()));
    execution.stdin().close();
    String answer = new String(execution.stdout().readAllBytes(), UTF_8);
    execution.exit().get(20, TimeUnit.SECONDS);
    return answer.strip();
  }

  @Test
  void reachesOthersButNeverTheHostItself() throws Exception {
    Holder open = sandbox(NetworkMode.HOST_ALLOWED);
    Holder closed = sandbox(NetworkMode.NONE);
    try (var everywhere = new ServerSocket();
        var loopback = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      everywhere.bind(new InetSocketAddress(0));
      assertThat(fetch(open, PEER_ADDRESS, 80)).isEqualTo("peer");
      assertThat(fetch(closed, PEER_ADDRESS, 80)).isEqualTo("refused");
      assertThat(fetch(open, HOST_ADDRESS, everywhere.getLocalPort())).isEqualTo("refused");
      assertThat(fetch(open, "10.0.2.2", loopback.getLocalPort())).isEqualTo("refused");
      assertThat(fetch(open, "127.0.0.1", loopback.getLocalPort())).isEqualTo("refused");
      assertThat(fetch(open, PEER_ADDRESS, 80)).isEqualTo("peer");
    }
    Path record = state.resolve("sandboxes/host_allowed/network");
    long helper = Long.parseLong(Files.readString(record).split(" ")[0]);
    assertThat(ProcessHandle.of(helper)).isPresent();
    open.stop(0);
    closed.stop(0);
    assertThat(ProcessTable.find(helper).filter(entry -> entry.state() != 'Z')).isEmpty();
  }
}
