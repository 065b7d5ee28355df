package dev.sandglass.engine.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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

/** Real sandboxes on this machine, as whoever runs the tests. */
@Timeout(60)
class IsolationIT {
  private Path state;
  private Isolation isolation;
  private Holder holder;

  @BeforeEach
  void start() throws IOException {
    state = Files.createTempDirectory("sandglass-isolation");
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
    return isolation.start(spec(id, limits));
  }

  private HolderSpec spec(String id, ResourceLimits limits) throws IOException {
    Files.createDirectories(state.resolve("sandboxes").resolve(id));
    return new HolderSpec(
        id, true, List.of(isolation.hostLayer()), List.of(), limits, "box", NetworkMode.NONE);
  }

  private static ExecutionSpec shell(String script) {
    return new ExecutionSpec(
        List.of("/bin/sh", "-c", script),
        "/workspace",
        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/root"),
        SandboxUser.ROOT,
        Optional.empty());
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome run(ExecutionSpec spec) throws Exception {
    Execution execution = holder.execute(spec);
    execution.stdin().close();
    String out = new String(execution.stdout().readAllBytes(), UTF_8);
    String err = new String(execution.stderr().readAllBytes(), UTF_8);
    return new Outcome(execution.exit().get(20, TimeUnit.SECONDS), out, err);
  }

  private Outcome run(String script) throws Exception {
    return run(shell(script));
  }

  @Test
  void runsCommandsAndKeepsTheirStreamsAndExitCodes() throws Exception {
    Outcome outcome = run("echo out; echo err >&2; pwd; exit 7");
    assertThat(outcome).isEqualTo(new Outcome(7, "out\n/workspace\n", "err\n"));
    assertThat(run("kill -KILL $$").code()).isEqualTo(137);
  }

  @Test
  void tellsAMissingProgramFromAFailingOne() throws Exception {
    var missing =
        new ExecutionSpec(
            List.of("no-such-program"),
            "/",
            Map.of("PATH", "/usr/bin"),
            SandboxUser.ROOT,
            Optional.empty());
    assertThat(run(missing).code()).isEqualTo(127);
    var directory =
        new ExecutionSpec(List.of("/etc"), "/", Map.of(), SandboxUser.ROOT, Optional.empty());
    assertThat(run(directory).code()).isEqualTo(126);
    assertThat(run("exit 1")).isEqualTo(new Outcome(1, "", ""));
    var nowhere =
        new ExecutionSpec(
            List.of("true"), "/nowhere", Map.of(), SandboxUser.ROOT, Optional.empty());
    assertThatThrownBy(() -> run(nowhere)).hasMessageContaining("/nowhere");
  }

  @Test
  void codeHasNoPrivileges() throws Exception {
    String status = run("cat /proc/self/status").out();
    assertThat(status)
        .containsPattern("CapEff:\\s+0000000000000000")
        .containsPattern("CapPrm:\\s+0000000000000000")
        .containsPattern("NoNewPrivs:\\s+1");
    if (isolation.capabilities().seccomp()) {
      assertThat(status).containsPattern("Seccomp:\\s+2");
    }
    assertThat(run("mount -t tmpfs none /mnt").code()).isNotZero();
    assertThat(run("unshare --user true").code()).isNotZero();
    assertThat(run("chroot / true").code()).isNotZero();
    assertThat(run("echo x > /usr/canary").code()).isNotZero();
    assertThat(run("kill -KILL 1; ls /proc/1/root").code()).isNotZero();
    assertThat(holder.alive()).isTrue();
  }

  @Test
  void seesNothingOfTheHost() throws Exception {
    Path canary = Files.createTempFile("sandglass-canary", "");
    Files.writeString(canary, "secret");
    try {
      assertThat(run("cat " + canary).code()).isNotZero();
    } finally {
      Files.delete(canary);
    }
    assertThat(run("ls -d /proc/[0-9]* | wc -l").out().strip()).matches("[1-9]");
    assertThat(run("cat /proc/net/dev").out()).contains("lo:").doesNotContain("eth");
    assertThat(run("env").out()).doesNotContain("JAVA").contains("HOME=/root");
    assertThat(run("ls /tmp /workspace").out()).isEqualTo("/tmp:\n\n/workspace:\n");
  }

  @Test
  void streamsInput() throws Exception {
    Execution execution = holder.execute(shell("wc -c"));
    try (var stdin = execution.stdin()) {
      for (int i = 0; i < 100; i++) {
        stdin.write(new byte[100_000]);
      }
    }
    assertThat(new String(execution.stdout().readAllBytes(), UTF_8).strip()).isEqualTo("10000000");
  }

  @Test
  void endsWithItsCommandAndNotWithWhatItLeftBehind() throws Exception {
    Outcome outcome = run("sleep 100 & echo done");
    assertThat(outcome).isEqualTo(new Outcome(0, "done\n", ""));
    assertThat(holder.processes()).anyMatch(process -> process.command().contains("sleep"));
  }

  @Test
  void programsCanOpenTheirOutputsByName() throws Exception {
    assertThat(run("echo out >/dev/stdout; echo err >/dev/stderr; echo in | cat /dev/stdin"))
        .isEqualTo(new Outcome(0, "out\nin\n", "err\n"));
  }

  @Test
  void whatACommandLeftRunningCanBeEnded() throws Exception {
    assumeTrue(
        isolation.capabilities().executor() == HostCapabilities.Executor.BUBBLEWRAP,
        "the fallback does not know the command's session once the command has ended");
    Execution execution = holder.execute(shell("trap '' INT; sleep 300 & exec true"));
    assertThat(execution.exit().get(10, TimeUnit.SECONDS)).isZero();
    assertThat(holder.processes()).isNotEmpty();
    execution.terminate(100);
    await(() -> holder.processes().isEmpty());
  }

  @Test
  void signalsAndTerminates() throws Exception {
    Execution trapping =
        holder.execute(
            shell("trap 'echo caught; exit 3' INT; echo on; while :; do sleep 0.01; done"));
    assertThat(trapping.stdout().read()).isEqualTo('o');
    trapping.signal("INT");
    assertThat(trapping.exit().get(10, TimeUnit.SECONDS)).isEqualTo(3);

    Execution stubborn =
        holder.execute(
            shell("trap '' TERM INT; (trap '' TERM; setsid sleep 300) & echo on; sleep 300"));
    assertThat(stubborn.stdout().read()).isEqualTo('o');
    stubborn.terminate(50);
    assertThat(stubborn.exit().get(10, TimeUnit.SECONDS)).isGreaterThan(128);
    await(() -> holder.processes().isEmpty());
  }

  @Test
  void detachedCommandsKeepOutputsAndExitCode() throws Exception {
    Path directory = state.resolve("sandboxes/one/commands/a");
    Files.createDirectories(directory.getParent());
    DetachedExecution execution =
        holder.executeDetached(
            shell("echo out; echo err >&2; yes | head -c 5000; exit 4"), directory, 1000);
    execution.ended().get(10, TimeUnit.SECONDS);
    assertThat(execution.exitCode()).hasValue(4);
    assertThat(Files.size(directory.resolve("stdout"))).isEqualTo(1000);
    assertThat(Files.readString(directory.resolve("stderr"))).isEqualTo("err\n");
    assertThat(directory.resolve("run.args")).doesNotExist();

    DetachedExecution lasting =
        holder.executeDetached(shell("sleep 300"), directory.resolveSibling("b"), 1000);
    await(() -> lasting.hostPid() > 0);
    Isolation later = Isolation.open(state);
    Holder adopted = later.adopt(spec("one", ResourceLimits.NONE)).orElseThrow();
    DetachedExecution found = adopted.adoptDetached(lasting.directory());
    assertThat(found.running()).isTrue();
    found.terminate(1000);
    found.ended().get(10, TimeUnit.SECONDS);
    assertThat(found.exitCode()).hasValue(143);
  }

  @Test
  void runsAsAnotherUserWhereThereAreIds() throws Exception {
    var spec =
        new ExecutionSpec(
            List.of("id"),
            "/",
            Map.of("PATH", "/usr/bin"),
            new SandboxUser(1000, 1000),
            Optional.empty());
    if (isolation.capabilities().idMapping() == HostCapabilities.IdMapping.SINGLE) {
      assertThatThrownBy(() -> holder.execute(spec)).hasMessageContaining("uidmap");
    } else {
      assertThat(run(spec).out()).startsWith("uid=1000(sandbox) gid=1000(sandbox) groups=1000");
    }
  }

  @Test
  void givesATerminalThatCanBeResized() throws Exception {
    var spec =
        new ExecutionSpec(
            List.of("/bin/sh"),
            "/",
            Map.of("PATH", "/usr/bin:/bin", "TERM", "xterm"),
            SandboxUser.ROOT,
            Optional.of(new TerminalSize(101, 33)));
    Execution execution = holder.execute(spec);
    var stdin = execution.stdin();
    var shown = new StringBuilder();
    stdin.write("tty; stty size\n".getBytes(UTF_8));
    stdin.flush();
    readUntil(execution, shown, "33 101");
    execution.resize(new TerminalSize(90, 20));
    stdin.write("stty size; exit 5\n".getBytes(UTF_8));
    stdin.flush();
    readUntil(execution, shown, "20 90");
    assertThat(shown).contains("/dev/pts/");
    assertThat(execution.exit().get(10, TimeUnit.SECONDS)).isEqualTo(5);
  }

  private static void readUntil(Execution execution, StringBuilder shown, String text)
      throws IOException {
    byte[] buffer = new byte[1024];
    while (shown.indexOf(text) < 0) {
      int count = execution.stdout().read(buffer);
      assertThat(count).as("ended after: %s", shown).isPositive();
      shown.append(new String(buffer, 0, count, UTF_8));
    }
  }

  @Test
  void toolsWorkInTheSandboxsFiles() throws Exception {
    run("mkdir -m 700 secret; echo hello > secret/file; ln -s /etc/shadow link; ln -s / root");
    Process cat = holder.tool(HostTool.CAT, List.of("/workspace/secret/file"));
    assertThat(new String(cat.getInputStream().readAllBytes(), UTF_8)).isEqualTo("hello\n");
    Process link = holder.tool(HostTool.CAT, List.of("/workspace/link"));
    assertThat(link.getInputStream().readAllBytes()).isEmpty();
    assertThat(link.waitFor()).isNotZero();
    Process shell =
        holder.tool(
            HostTool.SH,
            List.of(
                "-c",
                "find \"$1\" -maxdepth 1 -printf '%y %p\\n'; rm -r /workspace/secret",
                "sh",
                "/workspace/secret"));
    assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("d /workspace/secret\nf /workspace/secret/file\n");
    assertThat(run("ls").out()).isEqualTo("link\nroot\n");
  }

  @Test
  void pausesAndResumes() throws Exception {
    Execution ticking = holder.execute(shell("while :; do echo x; sleep 0.01; done"));
    assertThat(ticking.stdout().read()).isEqualTo('x');
    holder.pause();
    assertThat(holder.paused()).isTrue();
    long before = holder.usage().cpuNanos();
    assertThat(holder.usage().cpuNanos()).isEqualTo(before);
    holder.resume();
    assertThat(holder.paused()).isFalse();
    ticking.terminate(0);
    ticking.exit().get(10, TimeUnit.SECONDS);
  }

  @Test
  void stoppingLeavesNothingButFiles() throws Exception {
    run("echo kept > /workspace/file");
    holder.execute(shell("trap '' TERM; setsid sleep 300 & sleep 300"));
    long pid = holder.pid();
    holder.stop(20);
    assertThat(Path.of("/proc", Long.toString(pid))).doesNotExist();
    holder.ended().get(5, TimeUnit.SECONDS);
    assertThat(isolation.adopt(spec("one", ResourceLimits.NONE))).isEmpty();
    holder = start("one", ResourceLimits.NONE);
    assertThat(run("cat /workspace/file").out()).isEqualTo("kept\n");
  }

  @Test
  void limitsHold() throws Exception {
    holder.stop(0);
    holder =
        start(
            "limited",
            new ResourceLimits(
                OptionalLong.of(500),
                OptionalLong.of(64 << 20),
                OptionalLong.of(20 << 20),
                OptionalLong.of(30)));
    Enforcement enforcement = holder.enforcement();
    // Processes are limited everywhere: by a control group or by the kernel's limit per user.
    assertThat(run("for i in $(seq 60); do sleep 1 & done; wait").err()).contains("fork");
    await(() -> holder.processes().isEmpty());
    assertThat(run("echo still here")).isEqualTo(new Outcome(0, "still here\n", ""));
    if (enforcement.memory() == Enforcement.Level.ENFORCED) {
      assertThat(run("head -c 300000000 /dev/zero | tail").code()).isNotZero();
      assertThat(run("echo still here").out()).isEqualTo("still here\n");
    }
    if (enforcement.disk() == Enforcement.Level.ENFORCED) {
      assertThat(run("head -c 50000000 /dev/zero > big").err()).contains("No space left");
    }
  }

  @Test
  void capturesLayersAndClonesThem() throws Exception {
    run("mkdir d; echo one > d/file; rm -rf /etc/hosts");
    holder.pause();
    isolation.captureLayer("one", Optional.of(holder), "snap");
    holder.resume();
    run("echo two > d/file");
    Files.createDirectories(state.resolve("sandboxes/two"));
    holder =
        isolation.start(
            new HolderSpec(
                "two",
                true,
                List.of("snap", isolation.hostLayer()),
                List.of(),
                ResourceLimits.NONE,
                "two",
                NetworkMode.NONE));
    assertThat(run("cat d/file; ls /etc/hosts").out()).isEqualTo("one\n");
  }

  @Test
  void bindsDirectoriesOfTheHost() throws Exception {
    Path shared = Files.createTempDirectory("sandglass shared");
    Path guarded = Files.createTempDirectory("sandglass-guarded");
    Files.setPosixFilePermissions(
        shared, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(guarded.resolve("file"), "host");
    try {
      Files.createDirectories(state.resolve("sandboxes/two"));
      holder =
          isolation.start(
              new HolderSpec(
                  "two",
                  true,
                  List.of(isolation.hostLayer()),
                  List.of(
                      new BindMount(shared, "/data/shared", false),
                      new BindMount(guarded, "/guarded", true)),
                  ResourceLimits.NONE,
                  "two",
                  NetworkMode.NONE));
      assertThat(run("echo x > /data/shared/new; echo x > /guarded/new").code()).isNotZero();
      assertThat(shared.resolve("new")).exists();
      assertThat(guarded.resolve("new")).doesNotExist();
    } finally {
      holder.stop(0);
      isolation.deleteTree(Path.of("sandboxes/two"));
      Files.deleteIfExists(shared.resolve("new"));
      Files.delete(shared);
      Files.delete(guarded.resolve("file"));
      Files.delete(guarded);
    }
  }

  @Test
  void connectsToPortsInside() throws Exception {
    Execution server =
        holder.execute(
            shell(
                "exec perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Listen => 5,"
                    + " LocalAddr => \"127.0.0.1:8099\") or die; $| = 1; print \"on\\n\";"
                    + " $c = $s->accept; print $c \"hi \" . <$c>;'"));
    assertThat(server.stdout().read()).isEqualTo('o');
    Process connection = holder.connect(8099);
    connection.getOutputStream().write("there\n".getBytes(UTF_8));
    connection.getOutputStream().flush();
    assertThat(new String(connection.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("hi there\n");
    assertThat(holder.connect(8098).waitFor()).isEqualTo(1);
  }

  private static void await(java.util.function.BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
