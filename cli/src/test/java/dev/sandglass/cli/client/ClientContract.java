package dev.sandglass.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.SandboxState;
import dev.sandglass.sandbox.files.ByteRange;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.process.CodeEvent;
import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.LogRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.RunningCommand;
import dev.sandglass.sandbox.process.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every provider must do, proved on a real engine with real sandboxes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class ClientContract {
  static final Duration SOON = Duration.ofSeconds(20);

  OwnEngine engine;
  SandboxClient client;
  Sandbox sandbox;

  abstract SandboxClient open(OwnEngine engine) throws IOException;

  @BeforeAll
  void createSandbox() throws IOException {
    engine = new OwnEngine();
    client = open(engine);
    sandbox = client.sandboxes().create(CreateRequest.image("host").name("contract").build());
  }

  @AfterAll
  void removeEverything() throws IOException {
    engine.close();
    client.close();
  }

  String output(String... command) {
    return sandbox.processes().run(ExecRequest.of(command)).stdoutText();
  }

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void findsSandboxesByIdNameAndBeginning() {
    String id = sandbox.id();
    assertThat(client.sandboxes().get(id).id()).isEqualTo(id);
    assertThat(client.sandboxes().get("contract").id()).isEqualTo(id);
    assertThat(client.sandboxes().resolve("contract").id()).isEqualTo(id);
    assertThat(client.sandboxes().resolve(id.substring(0, id.length() - 2)).id()).isEqualTo(id);
    for (String wanted : List.of("no-such", "", "..", "a/b", "\u001b[2J")) {
      assertThatThrownBy(() -> client.sandboxes().resolve(wanted))
          .isInstanceOf(SandboxException.NotFound.class)
          .hasMessageNotContaining("\u001b");
    }
  }

  @Test
  void refusesToGuessBetweenTwo() {
    var twin = CreateRequest.image("host").name("twin").build();
    Sandbox one = client.sandboxes().create(twin);
    Sandbox two = client.sandboxes().create(twin);
    assertThatThrownBy(() -> client.sandboxes().resolve("twin"))
        .isInstanceOfSatisfying(
            SandboxException.Ambiguous.class,
            e -> assertThat(e.candidates()).containsExactlyInAnyOrder(one.id(), two.id()));
    one.delete();
    two.delete();
    one.waitFor(Set.of(SandboxState.DELETED), SOON);
    two.waitFor(Set.of(SandboxState.DELETED), SOON);
    assertThatThrownBy(one::info).isInstanceOf(SandboxException.NotFound.class);
  }

  @Test
  void listsPageByPage() {
    List<Sandbox> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(client.sandboxes().create(CreateRequest.image("host").metadata("set", "p").build()));
    }
    var filter = new ListFilter(Set.of(SandboxState.RUNNING), Map.of("set", "p"), 2);
    assertThat(client.sandboxes().list(filter).stream().map(SandboxInfo::id))
        .containsExactlyInAnyOrderElementsOf(made.stream().map(Sandbox::id).toList());
    made.forEach(Sandbox::delete);
  }

  @Test
  void refusesAnUnknownTemplate() {
    assertThatThrownBy(
            () -> client.sandboxes().create(CreateRequest.image("no-such-template").build()))
        .isInstanceOf(SandboxException.InvalidRequest.class);
  }

  @Test
  void pausesResumesRenewsAndLabels() {
    Sandbox own =
        client
            .sandboxes()
            .create(CreateRequest.image("host").lifetime(Duration.ofMinutes(5)).build());
    assertThat(own.pause(SOON).state()).isEqualTo(SandboxState.PAUSED);
    assertThat(own.resume(SOON).state()).isEqualTo(SandboxState.RUNNING);
    Instant later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    assertThat(own.renew(later)).isEqualTo(later);
    assertThat(own.patchMetadata(Map.of("a", Optional.of("1"))).metadata()).containsEntry("a", "1");
    assertThat(own.patchMetadata(Map.of("a", Optional.empty())).metadata()).doesNotContainKey("a");
    assertThatThrownBy(() -> own.resume(SOON)).isInstanceOf(SandboxException.WrongState.class);
    own.delete();
  }

  @Test
  void clonesASnapshot() throws IOException {
    sandbox.files().write("/workspace/kept.txt", stream("kept"), Permissions.DEFAULT);
    var snapshot = sandbox.snapshot(Optional.of("point"), SOON);
    assertThat(client.snapshots().resolve("point").id()).isEqualTo(snapshot.id());
    Sandbox clone = client.sandboxes().create(CreateRequest.snapshot(snapshot.id()).build());
    assertThat(text(clone.files().read("/workspace/kept.txt"))).isEqualTo("kept");
    clone.delete();
    clone.waitFor(Set.of(SandboxState.DELETED), SOON);
    client.snapshots().delete(snapshot.id());
    assertThatThrownBy(() -> client.snapshots().get(snapshot.id()))
        .isInstanceOf(SandboxException.NotFound.class);
  }

  @Test
  void passesArgumentsExitCodesAndChannels() {
    var result =
        sandbox
            .processes()
            .run(
                ExecRequest.builder(
                        List.of(
                            "sh",
                            "-c",
                            "echo \"$0|$1|$V\"; pwd; echo bad >&2; exit 7",
                            "a b",
                            "'$x'"))
                    .environment("V", "it's \"v\"")
                    .workingDirectory("/tmp")
                    .build());
    assertThat(result.stdoutText()).isEqualTo("a b|'$x'|it's \"v\"\n/tmp\n");
    assertThat(result.stderrText()).isEqualTo("bad\n");
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(sandbox.processes().run(ExecRequest.of("true")).exitCode()).isZero();
    assertThat(sandbox.processes().run(ExecRequest.of("no-such-program")).exitCode())
        .isEqualTo(127);
  }

  @Test
  void sendsInputAndReturnsItByteForByte() throws IOException {
    byte[] sent = new byte[1 << 20];
    new Random(7).nextBytes(sent);
    var received = new ByteArrayOutputStream();
    var request = ExecRequest.builder(List.of("cat")).stdin(true).build();
    try (RunningCommand cat =
        sandbox.processes().exec(request, OutputConsumer.to(received, received))) {
      try (var stdin = cat.stdin()) {
        stdin.write(sent);
      }
      assertThat(cat.waitFor(SOON)).isEqualTo(new CommandExit(0, false));
    }
    assertThat(Arrays.equals(received.toByteArray(), sent)).isTrue();
  }

  @Test
  void endsACommandThatNeverReadsItsInput() throws IOException {
    var request = ExecRequest.builder(List.of("true")).stdin(true).build();
    try (RunningCommand command = sandbox.processes().exec(request, OutputConsumer.DISCARD)) {
      assertThat(command.waitFor(SOON).exitCode()).isZero();
    }
  }

  @Test
  void givesACommandATerminal() throws IOException {
    var output = new ByteArrayOutputStream();
    var request =
        ExecRequest.builder(
                List.of(
                    "sh",
                    "-c",
                    "stty size; until stty size | grep -q '18 92'; do sleep 0.05; done; tty; read x; echo $x"))
            .terminal(new TerminalSize(91, 17))
            .build();
    try (RunningCommand command =
        sandbox.processes().exec(request, OutputConsumer.to(output, output))) {
      Await.until(
          SOON, () -> output.toString(StandardCharsets.UTF_8).contains("17 91"), output::toString);
      command.resize(new TerminalSize(92, 18));
      command.stdin().write("typed\n".getBytes(StandardCharsets.UTF_8));
      assertThat(command.waitFor(SOON).exitCode()).isZero();
    }
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("/dev/pts/").contains("typed\r\n");
  }

  @Test
  void endsACommandAtItsTimeout() {
    var request =
        ExecRequest.builder(List.of("sleep", "60")).timeout(Duration.ofMillis(500)).build();
    var result = sandbox.processes().run(request);
    assertThat(result.exit().timedOut()).isTrue();
    assertThat(result.exitCode()).isNotZero();
  }

  @Test
  void leavesNothingRunningWhenACommandIsClosed() {
    var request = ExecRequest.of("sh", "-c", "echo ready; sleep 4711");
    var ready = new java.util.concurrent.CountDownLatch(1);
    RunningCommand command =
        sandbox.processes().exec(request, (channel, data) -> ready.countDown());
    Await.until(SOON, () -> ready.getCount() == 0);
    command.close();
    assertThatThrownBy(command::waitFor).isInstanceOf(SandboxException.Interrupted.class);
    Await.until(SOON, () -> !output("ps", "ax", "-o", "args").contains("sleep 4711"));
  }

  @Test
  void followsABackgroundCommand() {
    var command =
        sandbox
            .processes()
            .start(ExecRequest.of("sh", "-c", "echo one; sleep 0.5; echo two; exit 3"));
    var output = new ByteArrayOutputStream();
    sandbox.processes().logs(command.id(), LogRequest.FOLLOW, OutputConsumer.to(output, output));
    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    Await.until(SOON, () -> !sandbox.processes().command(command.id()).running());
    assertThat(sandbox.processes().command(command.id()).exitCode()).isEqualTo(OptionalInt.of(3));
    var tail = new ByteArrayOutputStream();
    var lastLine = new LogRequest(false, OptionalInt.of(1), Optional.empty());
    sandbox.processes().logs(command.id(), lastLine, OutputConsumer.to(tail, tail));
    assertThat(tail.toString(StandardCharsets.UTF_8)).isEqualTo("two\n");
  }

  @Test
  void writesReadsAndChangesFiles() throws IOException {
    var files = sandbox.files();
    files.mkdirs("/workspace/dir/sub", Permissions.mode(0750));
    files.write("/workspace/dir/a b'ü.txt", stream("one\ntwo\nthree\n"), Permissions.mode(0640));
    FileInfo info = files.info("/workspace/dir/a b'ü.txt");
    assertThat(info.type()).isEqualTo(FileInfo.Type.FILE);
    assertThat(info.sizeBytes()).isEqualTo(14);
    assertThat(info.mode()).isEqualTo(0640);
    assertThat(files.list("/workspace/dir", 1))
        .extracting(FileInfo::fileName)
        .containsExactly("a b'ü.txt", "sub");
    assertThat(files.search("/workspace/dir", "*.txt")).hasSize(1);
    assertThat(text(files.read(info.path(), new ByteRange(4, 6)))).isEqualTo("two");
    assertThat(text(files.readLines(info.path(), 2, OptionalInt.of(1)))).startsWith("two");
    assertThat(files.replace(info.path(), "o", "0")).isEqualTo(2);
    files.move(info.path(), "/workspace/dir/b.txt");
    files.chmod("/workspace/dir/b.txt", Permissions.mode(0600));
    files.write("/workspace/dir/b.txt", stream("new"), Permissions.DEFAULT);
    assertThat(text(files.read("/workspace/dir/b.txt"))).isEqualTo("new");
    assertThat(files.info("/workspace/dir/b.txt").mode()).isEqualTo(0600);
    files.deleteFile("/workspace/dir/b.txt");
    assertThatThrownBy(() -> files.info("/workspace/dir/b.txt"))
        .isInstanceOf(SandboxException.NotFound.class);
    files.deleteDirectory("/workspace/dir");
    assertThatThrownBy(() -> files.list("/workspace/dir", 1))
        .isInstanceOf(SandboxException.NotFound.class);
  }

  @Test
  void keepsWhatWasThereWhenAnUploadBreaks() throws IOException {
    sandbox.files().write("/workspace/whole.txt", stream("before"), Permissions.DEFAULT);
    InputStream broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("source gone");
            }
            return 'x';
          }
        };
    assertThatThrownBy(
            () -> sandbox.files().write("/workspace/whole.txt", broken, Permissions.DEFAULT))
        .isInstanceOf(SandboxException.LocalFault.class)
        .hasMessageContaining("source gone");
    assertThat(text(sandbox.files().read("/workspace/whole.txt"))).isEqualTo("before");
    Await.until(SOON, () -> !output("ls", "-a", "/workspace").contains("whole.txt.sand"));
  }

  @Test
  void carriesATreeThereAndBack() throws IOException {
    output(
        "sh",
        "-c",
        "mkdir -p /workspace/tree/d && cd /workspace/tree && echo x > d/f && chmod 711 d/f"
            + " && ln -s d/f link && touch -d @1000000000 d/f");
    try (InputStream tar = sandbox.files().downloadArchive("/workspace/tree")) {
      sandbox.files().uploadArchive("/workspace/copy", tar);
    }
    assertThat(
            output(
                "sh", "-c", "cd /workspace/copy/tree; cat link; readlink link; stat -c %a-%Y d/f"))
        .isEqualTo("x\nd/f\n711-1000000000\n");
  }

  @Test
  void runsCodeThatKeepsItsState() {
    List<CodeEvent> events = new ArrayList<>();
    var context = sandbox.code().createContext("bash");
    sandbox.code().run("bash", "x=41", Optional.of(context.id()), events::add);
    var end = sandbox.code().run("bash", "echo $((x+1))", Optional.of(context.id()), events::add);
    assertThat(end).isInstanceOf(CodeEvent.Completed.class);
    assertThat(events.stream().filter(CodeEvent.Output.class::isInstance).map(Object::toString))
        .anyMatch(text -> text.contains("42"));
    sandbox.code().deleteContext(context.id());
  }

  @Test
  void measures() {
    assertThat(sandbox.metrics().memoryTotalMib()).isPositive();
    assertThat(sandbox.metrics().cpuCount()).isPositive();
  }

  @Test
  void givesEndpoints() {
    assertThat(sandbox.ports().endpoint(8080).url().toString()).startsWith("http://127.0.0.1:");
  }

  @Test
  void callsAnything() throws IOException {
    try (var answer = client.api("GET", "/sandboxes/no-such", Map.of(), Optional.empty())) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.headers()).containsKey("x-request-id");
    }
    assertThatThrownBy(() -> client.api("GET", "http://elsewhere/", Map.of(), Optional.empty()))
        .isInstanceOf(SandboxException.InvalidRequest.class);
  }
}
