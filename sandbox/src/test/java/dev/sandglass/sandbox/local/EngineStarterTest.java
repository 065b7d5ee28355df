package dev.sandglass.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The starter with small programs of the shell in the engine's place. */
@Timeout(60)
final class EngineStarterTest {
  private static final String ENGINE =
      """
      echo started >> "$0/starts"
      umask 077
      start=$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20)
      printf '{"version":"7","pid":%d,"startTime":%s,"address":"127.0.0.1","port":1,"key":"k"}' \
        $$ "$start" > "$0/engine.json.new"
      env > "$0/environment"
      pwd > "$0/directory"
      mv "$0/engine.json.new" "$0/engine.json"
      exec sleep 60
      """;

  @TempDir private Path temporary;
  private final List<EngineFile> started = new ArrayList<>();
  private final AtomicInteger prepared = new AtomicInteger();

  @AfterEach
  void endEngines() {
    started.forEach(
        engine -> ProcessHandle.of(engine.pid()).ifPresent(ProcessHandle::destroyForcibly));
  }

  private RuntimeDirectory directory() {
    return new RuntimeDirectory(temporary.resolve("run"));
  }

  private EngineStarter starter(String script) {
    return new EngineStarter(
        directory(),
        Map.of("PATH", System.getenv("PATH"), "SECRET", "x", "SANDGLASS_X", "y"),
        () -> EngineLaunch.inOwnSession(List.of("sh", "-c", script, directory().path().toString())),
        prepared::incrementAndGet);
  }

  private EngineFile start(EngineStarter starter) {
    EngineFile engine = starter.start();
    synchronized (started) {
      started.add(engine);
    }
    return engine;
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(directory().path().resolve(name));
  }

  @Test
  void startsADaemonWithACleanEnvironment() throws IOException {
    EngineFile engine = start(starter(ENGINE));
    assertThat(engine.version()).isEqualTo("7");
    assertThat(engine.isAlive()).isTrue();
    assertThat(engine.server().base()).hasToString("http://127.0.0.1:1/v1");
    assertThat(lines("directory")).containsExactly("/");
    assertThat(lines("environment")).contains("SANDGLASS_X=y").doesNotContain("SECRET=x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().path())))
        .isEqualTo("rwx------");
    String stat = Files.readString(Path.of("/proc", Long.toString(engine.pid()), "stat"));
    String session = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
    assertThat(session).isEqualTo(Long.toString(engine.pid()));
  }

  @Test
  void usesTheTimeUntilAnEngineIsReady() {
    start(starter(ENGINE));
    start(starter(ENGINE));
    assertThat(prepared).hasValue(1); // the second one had nothing to wait for
  }

  @Test
  void startsOneEngineForManyStarters() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<EngineFile>> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(() -> start(starter(ENGINE)));
      }
      for (var result : threads.invokeAll(starts)) {
        assertThat(result.get().pid()).isEqualTo(started.get(0).pid());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(lines("starts")).hasSize(1);
  }

  @Test
  void saysWhyAnEngineDidNotStart() {
    assertThatThrownBy(
            () -> starter("echo first; echo 'no user namespaces: enable them' >&2; exit 1").start())
        .isInstanceOf(SandboxException.EngineUnavailable.class)
        .hasMessageContaining("no user namespaces: enable them")
        .hasMessageContaining(directory().log().toString());
  }

  @Test
  void saysThatAProgramIsMissing() {
    EngineStarter starter =
        new EngineStarter(
            directory(),
            Map.of("PATH", ""),
            () -> List.of("/no/such/java"),
            prepared::incrementAndGet);
    assertThatThrownBy(starter::start).isInstanceOf(SandboxException.EngineUnavailable.class);
  }

  @Test
  void replacesTheFileOfADeadEngine() throws IOException {
    EngineFile first = start(starter(ENGINE));
    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
    EngineStarter.awaitEnd(first);
    assertThat(EngineFile.readLiving(directory().engineFile())).isEmpty();
    EngineFile second = start(starter(ENGINE));
    assertThat(second.pid()).isNotEqualTo(first.pid());
  }

  @Test
  void takesAProcessOfTheSameNumberForAnother() throws IOException {
    EngineFile engine = start(starter(ENGINE));
    Path file = directory().engineFile();
    Files.writeString(
        file,
        Files.readString(file).replace("\"startTime\":" + engine.startTime(), "\"startTime\":1"));
    assertThat(EngineFile.readLiving(file)).isEmpty();
  }

  @Test
  void distrustsAFileThatOthersCanRead() throws IOException {
    start(starter(ENGINE));
    Path file = directory().engineFile();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> EngineFile.readLiving(file))
        .isInstanceOf(SandboxException.EngineUnavailable.class)
        .hasMessageContaining("other users");
  }

  @Test
  void distrustsALink() throws IOException {
    Path real = Files.writeString(temporary.resolve("real"), "{}");
    Path link = Files.createSymbolicLink(temporary.resolve("engine.json"), real);
    assertThatThrownBy(() -> EngineFile.readLiving(link))
        .isInstanceOf(SandboxException.EngineUnavailable.class);
  }

  @Test
  void takesAnUnfinishedFileForNone() throws IOException {
    Path file = temporary.resolve("engine.json");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "{\"version\":\"7\",\"pi");
    assertThat(EngineFile.readLiving(file)).isEmpty();
  }

  @Test
  void findsTheDirectoryWhereTheEngineLooks() {
    assertThat(RuntimeDirectory.of(Map.of("XDG_RUNTIME_DIR", temporary.toString())).path())
        .isEqualTo(temporary.resolve("sandglass"));
    assertThat(
            RuntimeDirectory.of(
                    Map.of("XDG_RUNTIME_DIR", "/no/such/place", "XDG_STATE_HOME", "/state"))
                .path())
        .isEqualTo(Path.of("/state/sandglass/run"));
    assertThat(RuntimeDirectory.of(Map.of("HOME", "/home/me")).path())
        .isEqualTo(Path.of("/home/me/.local/state/sandglass/run"));
  }
}
