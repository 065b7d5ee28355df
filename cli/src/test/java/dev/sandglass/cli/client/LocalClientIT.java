package dev.sandglass.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxState;
import dev.sandglass.sandbox.VolumeMount;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.process.CommandInfo;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.RunningCommand;
import dev.sandglass.sandbox.process.SandboxProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The embedded engine, started on demand. */
final class LocalClientIT extends ClientContract {
  @Override
  SandboxClient open(OwnEngine engine) {
    return engine.local();
  }

  @Test
  void tellsAboutTheEngine() throws IOException {
    var info = client.engine().status().orElseThrow();
    assertThat(info.pid()).isEqualTo(engine.engineFile().path("pid").asLong());
    assertThat(info.runningSandboxes()).isPositive();
    assertThatThrownBy(() -> client.engine().stop(false))
        .isInstanceOf(SandboxException.Conflict.class);
  }

  @Test
  void passesEveryByteThrough() {
    var result =
        sandbox
            .processes()
            .run(ExecRequest.of("sh", "-c", "printf '\\000\\377\\n\\r'; printf '\\200' >&2"));
    assertThat(result.stdout()).containsExactly(0, 0xff, '\n', '\r');
    assertThat(result.stderr()).containsExactly(0x80);
  }

  @Test
  void makesTheCommandWaitForASlowReader() throws Exception {
    var gate = new Semaphore(0);
    var taken = new AtomicLong();
    OutputConsumer slow =
        (channel, data) -> {
          gate.acquireUninterruptibly();
          taken.addAndGet(data.remaining());
        };
    var request = ExecRequest.of("sh", "-c", "head -c 100000000 /dev/zero; echo done >&2");
    try (RunningCommand command = sandbox.processes().exec(request, slow)) {
      assertThatThrownBy(() -> command.waitFor(Duration.ofMillis(500)))
          .isInstanceOf(SandboxException.TimedOut.class);
      assertThat(taken.get()).isZero();
      gate.release(1_000_000);
      assertThat(command.waitFor(SOON).exitCode()).isZero();
    }
    assertThat(taken.get()).isEqualTo(100_000_005);
  }

  @Test
  void sendsSignals() throws Exception {
    var ready = new CountDownLatch(1);
    var request =
        ExecRequest.of("sh", "-c", "trap 'exit 42' USR1; echo ready; while :; do sleep 0.1; done");
    try (RunningCommand command =
        sandbox.processes().exec(request, (channel, data) -> ready.countDown())) {
      assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
      command.signal("USR1");
      assertThat(command.waitFor(SOON).exitCode()).isEqualTo(42);
    }
  }

  @Test
  void signalsACommandThatDoesNotReadItsInput() throws Exception {
    var request = ExecRequest.builder(java.util.List.of("sleep", "4714")).stdin(true).build();
    try (RunningCommand command = sandbox.processes().exec(request, OutputConsumer.DISCARD)) {
      var writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (true) {
                    command.stdin().write(new byte[1 << 20]);
                  }
                } catch (IOException | SandboxException e) {
                  // the command ended, as it should
                }
              });
      assertThatThrownBy(() -> writing.get(1, TimeUnit.SECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      command.signal("TERM");
      writing.get(10, TimeUnit.SECONDS);
      assertThat(command.exit()).isDone();
    }
    Await.until(SOON, () -> !output("ps", "ax", "-o", "args").contains("sleep 4714"));
  }

  @Test
  void endsTheCommandWhoseOutputCannotBeTaken() {
    OutputConsumer full =
        (channel, data) -> {
          throw new IOException("No space left on device");
        };
    try (RunningCommand command = sandbox.processes().exec(ExecRequest.of("yes", "4712"), full)) {
      assertThatThrownBy(() -> command.waitFor(SOON))
          .isInstanceOf(SandboxException.LocalFault.class)
          .hasMessageContaining("No space left");
    }
    Await.until(
        SOON,
        () -> sandbox.processes().list().stream().noneMatch(p -> p.command().contains("4712")));
  }

  @Test
  void listsAndSignalsProcesses() {
    CommandInfo command = sandbox.processes().start(ExecRequest.of("sleep", "4713"));
    Await.until(
        SOON,
        () -> sandbox.processes().list().stream().anyMatch(p -> p.command().contains("4713")));
    SandboxProcess process =
        sandbox.processes().list().stream()
            .filter(p -> p.command().contains("4713"))
            .findFirst()
            .orElseThrow();
    sandbox.processes().signalProcess(process.pid(), "KILL");
    Await.until(SOON, () -> !sandbox.processes().command(command.id()).running());
    assertThat(sandbox.processes().commands())
        .extracting(CommandInfo::id)
        .contains(command.id(), CommandInfo.ENTRYPOINT);
    assertThatThrownBy(() -> sandbox.processes().signalProcess(999_999, "TERM"))
        .isInstanceOf(SandboxException.NotFound.class);
  }

  @Test
  void stopsAndStartsWithFilesKept() throws IOException {
    Sandbox own = client.sandboxes().create(CreateRequest.image("host").build());
    own.files().write("/workspace/kept", stream("kept"), Permissions.DEFAULT);
    assertThat(own.stop(Duration.ofSeconds(1)).state()).isEqualTo(SandboxState.STOPPED);
    assertThatThrownBy(() -> own.processes().run(ExecRequest.of("true")))
        .isInstanceOf(SandboxException.WrongState.class);
    assertThat(own.start(SOON).state()).isEqualTo(SandboxState.RUNNING);
    assertThat(text(own.files().read("/workspace/kept"))).isEqualTo("kept");
    own.delete();
  }

  @Test
  void refusesATakenName() {
    var request = CreateRequest.image("host").uniqueName("contract").build();
    assertThatThrownBy(() -> client.sandboxes().create(request))
        .isInstanceOf(SandboxException.Conflict.class);
  }

  @Test
  void sharesAVolume() throws IOException {
    client.volumes().create("shared");
    assertThatThrownBy(() -> client.volumes().create("shared"))
        .isInstanceOf(SandboxException.Conflict.class);
    Sandbox own =
        client
            .sandboxes()
            .create(
                CreateRequest.image("host").volume(VolumeMount.named("shared", "/data")).build());
    own.files().write("/data/x", stream("x"), Permissions.DEFAULT);
    assertThatThrownBy(() -> client.volumes().delete("shared"))
        .isInstanceOf(SandboxException.Conflict.class);
    own.delete();
    own.waitFor(java.util.Set.of(SandboxState.DELETED), SOON);
    client.volumes().delete("shared");
    assertThat(client.volumes().list()).isEmpty();
  }

  @Test
  void knowsItsTemplatesAndDetails() {
    assertThat(client.templates().list()).anyMatch(t -> t.name().equals("host") && t.builtIn());
    var details = sandbox.details();
    assertThat(details.info().id()).isEqualTo(sandbox.id());
    assertThat(details.holderPid()).isPresent();
  }

  @Test
  void findsTheEngineAgainAfterItsDeath() throws Exception {
    long pid = engine.engineFile().path("pid").asLong();
    ProcessHandle dead = ProcessHandle.of(pid).orElseThrow();
    dead.destroyForcibly();
    dead.onExit().get(10, TimeUnit.SECONDS);
    assertThat(output("echo", "still here")).isEqualTo("still here\n");
    assertThat(engine.engineFile().path("pid").asLong()).isNotEqualTo(pid);
  }

  @Test
  void keepsChannelsApart() {
    var channels = new java.util.concurrent.CopyOnWriteArrayList<OutputChannel>();
    try (RunningCommand command =
        sandbox
            .processes()
            .exec(
                ExecRequest.of("sh", "-c", "echo e >&2"),
                (channel, data) -> channels.add(channel))) {
      command.waitFor(SOON);
    }
    assertThat(channels).containsExactly(OutputChannel.STDERR);
  }
}
