package dev.sandglass.engine.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile code that tries to get out, and fails. */
@Timeout(90)
class EscapeIT {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private Path state;
  private Isolation isolation;
  private Holder holder;

  @BeforeEach
  void start() throws IOException {
    state = Files.createTempDirectory("sandglass-escape");
    isolation = Isolation.open(state);
    holder = start("one", ResourceLimits.NONE);
  }

  @AfterEach
  void end() throws IOException {
    isolation.collectOrphans(Set.of());
    for (String tree : List.of("sandboxes", "layers", "executions", "scripts")) {
      isolation.deleteTree(Path.of(tree));
    }
    Files.delete(state);
  }

  private Holder start(String id, ResourceLimits limits) throws IOException {
    Files.createDirectories(state.resolve("sandboxes").resolve(id));
    return isolation.start(
        new HolderSpec(
            id, true, List.of(isolation.hostLayer()), List.of(), limits, "box", NetworkMode.NONE));
  }

  private Execution begin(Holder sandbox, List<String> command) {
    return sandbox.execute(
        new ExecutionSpec(
            command,
            "/workspace",
            Map.of("PATH", "/usr/sbin:/usr/bin:/bin"),
            SandboxUser.ROOT,
            Optional.empty()));
  }

  private String run(String script) throws Exception {
    Execution execution = begin(holder, List.of("/bin/sh", "-c", "{ " + script + "\n} 2>&1"));
    execution.stdin().close();
    String output = new String(execution.stdout().readAllBytes(), UTF_8);
    execution.exit().get(30, TimeUnit.SECONDS);
    return output.strip();
  }

  /** The errno of a raw system call, 0 if it worked. */
  private int errno(String arguments) throws Exception {
    String answer =
        run(
            "perl -e 'my @a = ("
                + arguments
                + "); my $r = syscall(shift @a, @a); print $r < 0 ? $!+0 : 0'");
    return Integer.parseInt(answer);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mount | 165, q(none), q(/mnt), q(tmpfs), 0, 0",
        "umount2 | 166, q(/proc), 0",
        "pivot_root | 155, q(/), q(/mnt)",
        "unshare user | 272, 0x10000000",
        "unshare mount | 272, 0x20000",
        "unshare network | 272, 0x40000000",
        "clone into new user namespace | 56, 0x10000011, 0, 0, 0, 0",
        "setns | 308, 8, 0",
        "bpf | 321, 0, 0, 0",
        "userfaultfd | 323, 0",
        "io_uring_setup | 425, 1, 0",
        "keyctl | 250, 0, 0, 0, 0, 0",
        "add_key | 248, q(user), q(x), q(y), 1, -2",
        "perf_event_open | 298, 0, 0, -1, -1, 0",
        "open_by_handle_at | 304, -1, 0, 0",
        "init_module | 175, 0, 0, q()",
        "kexec_load | 246, 0, 0, 0, 0",
        "reboot | 169, 0, 0, 0, 0",
        "fsopen | 430, q(tmpfs), 0",
        "open_tree | 428, -100, q(/), 1",
        "settimeofday | 164, 0, 0",
        "personality | 135, 0x0400000",
        "TIOCSTI | 16, 0, 0x5412, q(x)",
        "TIOCLINUX | 16, 0, 0x541c, q(x)",
        "TIOCSTI hidden in the upper half | 16, 0, 0x100005412, q(x)",
      })
  void systemCallsAreDenied(String name, String arguments) throws Exception {
    assumeTrue(isolation.capabilities().seccomp(), "no filter here");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
    assertThat(errno(arguments)).as(name).isEqualTo(EPERM);
  }

  @Test
  void systemCallsWhoseFlagsAreOutOfSightDoNotExist() throws Exception {
    assumeTrue(isolation.capabilities().seccomp(), "no filter here");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
    assertThat(errno("435, 0, 0")).isEqualTo(ENOSYS);
    assertThat(errno("0x40000000 | 39")).isEqualTo(ENOSYS);
  }

  @Test
  void theHolderIsOutOfReach() throws Exception {
    for (String part :
        List.of("root", "cwd", "exe", "fd/0", "mem", "environ", "map_files", "ns/mnt")) {
      assertThat(run("ls -L /proc/1/" + part + " && cat /proc/1/" + part))
          .as(part)
          .matches("(?s).*(Permission denied|Operation not permitted).*");
    }
    run("kill -9 1; kill -STOP 1; kill -TERM 1");
    assertThat(run("perl -e 'print syscall(101, 16, 1, 0, 0) < 0 ? $! : 0'"))
        .isEqualTo("Operation not permitted");
    assertThat(run("cat /proc/1/mountinfo")).doesNotContain(state.toString());
    assertThat(holder.alive()).isTrue();
  }

  @Test
  void nothingOfTheHostIsInherited() throws Exception {
    String descriptors = run("ls -l /proc/self/fd");
    assertThat(descriptors).doesNotContain(state.toString()).doesNotContain("engine");
    assertThat(run("cat /proc/self/environ | tr '\\0' '\\n' | sort"))
        .doesNotContain("JAVA")
        .doesNotContain("MAVEN")
        .doesNotContain(System.getProperty("user.home"));
    assertThat(run("cat /proc/self/cmdline /proc/self/mountinfo")).doesNotContain(state.toString());
    assertThat(run("ls -A /sys /home /srv /mnt")).isEqualTo("/home:\n\n/mnt:\n\n/srv:\n\n/sys:");
    assertThat(run("cat /etc/shadow /etc/gshadow")).contains("No such file");
    assertThat(run("ls /dev | sort | tr '\\n' ' '"))
        .isEqualTo("fd full null ptmx pts random shm stderr stdin stdout tty urandom zero");
  }

  @Test
  void loopbackIsItsOwn() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(
              run(
                  "perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr =>"
                      + " q(127.0.0.1:"
                      + server.getLocalPort()
                      + ")) ? 1 : $!'"))
          .isEqualTo("Connection refused");
    }
  }

  @Test
  void abstractSocketsAndSharedMemoryAreItsOwn() throws Exception {
    holder.execute(
        new ExecutionSpec(
            List.of(
                "perl",
                "-MSocket",
                "-e",
                "socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un(qq(\\0sandglass)))"
                    + " or die; listen(S, 1); sleep 60"),
            "/",
            Map.of("PATH", "/usr/bin"),
            SandboxUser.ROOT,
            Optional.empty()));
    holder = start("two", ResourceLimits.NONE);
    assertThat(run("cat /proc/net/unix")).doesNotContain("@sandglass");
    assertThat(run("ls /dev/shm; ls /workspace /tmp")).doesNotContain("sandglass");
    assertThat(run("ps -e | wc -l")).isEqualTo("5");
  }

  @Test
  void aForkBombHarmsOnlyItsSandbox() throws Exception {
    Holder other = start("other", ResourceLimits.NONE);
    Holder bombed =
        start(
            "bombed",
            new ResourceLimits(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(64)));
    begin(bombed, List.of("/bin/sh", "-c", "b() { b | b & }; b; sleep 60"));
    await(() -> bombed.usage().processes() > 40);
    Execution calm = begin(other, List.of("true"));
    assertThat(calm.exit().get(20, TimeUnit.SECONDS)).isZero();
    bombed.stop(0);
    assertThat(bombed.alive()).isFalse();
  }

  @Test
  void mountPointsCannotBeTurnedIntoLinks() throws Exception {
    run("rm -rf /workspace/data; ln -s /etc /workspace/data; ln -s / /workspace/deep");
    holder.stop(0);
    Path source = Files.createTempDirectory("sandglass-bind");
    try {
      for (String target : List.of("/workspace/data", "/workspace/deep/etc", "/workspace/../etc")) {
        var spec =
            new HolderSpec(
                "one",
                true,
                List.of(isolation.hostLayer()),
                List.of(new BindMount(source, target, false)),
                ResourceLimits.NONE,
                "one",
                NetworkMode.NONE);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> isolation.start(spec))
            .as(target)
            .isInstanceOf(IsolationException.class);
      }
    } finally {
      Files.delete(source);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
