package dev.sandglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sandboxes outlive the engine, and nothing outlives sandboxes. */
class AdoptionIT {
  private RunningEngine engine;

  @BeforeEach
  void start() {
    engine = RunningEngine.start();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aKilledEngineIsFollowedByOneThatFindsEverything() {
    String running = engine.sandbox("{\"timeout\":3600,\"metadata\":{\"name\":\"kept\"}}");
    engine.shell(running, "setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo x > /workspace/f");
    String paused = engine.sandbox();
    engine.post("/v1/sandboxes/" + paused + "/pause", "");
    engine.await(paused, "Paused");
    String stopped = engine.sandbox();
    engine.post("/v1/x-sandglass/sandboxes/" + stopped + "/stop", "{\"timeoutSeconds\":0}");
    engine.await(stopped, "Stopped");
    JsonNode before = engine.get("/v1/sandboxes/" + running).json();
    String key = engine.key();

    engine.killNine();
    engine.restart();

    assertThat(engine.key()).isNotEqualTo(key);
    assertThat(engine.get("/v1/sandboxes/" + running).json()).isEqualTo(before);
    assertThat(engine.shell(running, "cat /workspace/f; pgrep -c sleep || true")).startsWith("x\n");
    assertThat(state(paused)).isEqualTo("Paused");
    engine.post("/v1/sandboxes/" + paused + "/resume", "");
    engine.await(paused, "Running");
    assertThat(state(stopped)).isEqualTo("Stopped");
  }

  @Test
  void whatAKilledEngineWasStartingIsFoundByTheNext() throws Exception {
    HeldUpStart start = HeldUpStart.of(engine);
    engine.killNine();
    CompletableFuture<Void> next = CompletableFuture.runAsync(engine::restart);
    try {
      next.get(3, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // It waits for what will become of the start.
      assertThat(engine.process().isAlive()).isTrue();
    }
    start.goOn();
    next.get(60, TimeUnit.SECONDS);
    for (JsonNode sandbox : engine.get("/v1/sandboxes").json().path("items")) {
      String id = sandbox.path("id").asText();
      engine.await(id, "Running");
      engine.delete("/v1/sandboxes/" + id);
      engine.await(id, "Deleted");
    }
    Await.until(() -> Holders.of(engine.directories().state()).isEmpty());
  }

  @Test
  void whatExpiredWhileNoEngineRanIsDeleted() {
    String id = engine.sandbox();
    Instant expiry = Instant.now().plusMillis(1200);
    engine.post("/v1/sandboxes/" + id + "/renew-expiration", "{\"expiresAt\":\"" + expiry + "\"}");
    engine.killNine();
    Await.until(() -> Instant.now().isAfter(expiry));
    engine.restart();
    engine.await(id, "Deleted");
  }

  @Test
  void aSandboxWhoseProcessesWereKilledMeanwhileIsStopped() {
    String id = engine.sandbox();
    engine.shell(id, "echo x > /workspace/f");
    long holder = holder(id);
    engine.killNine();
    ProcessHandle.of(holder).ifPresent(ProcessHandle::destroyForcibly);
    Await.until(() -> ProcessHandle.of(holder).isEmpty());
    engine.restart();
    JsonNode status = engine.get("/v1/sandboxes/" + id).json().path("status");
    assertThat(status.path("state").asText()).isEqualTo("Stopped");
    assertThat(status.path("reason").asText()).isEqualTo("engine_restart");
    engine.post("/v1/x-sandglass/sandboxes/" + id + "/start", "");
    engine.await(id, "Running");
    assertThat(engine.shell(id, "cat /workspace/f")).isEqualTo("x\n");
  }

  @Test
  void aSandboxWhoseProcessesAreKilledHasFailedAndCanBeStarted() {
    String id = engine.sandbox();
    ProcessHandle.of(holder(id)).orElseThrow().destroyForcibly();
    Await.until(() -> state(id).equals("Failed"));
    engine.post("/v1/x-sandglass/sandboxes/" + id + "/start", "");
    engine.await(id, "Running");
  }

  @Test
  void aDeletionThatWasInterruptedIsCompleted() throws IOException {
    String id = engine.sandbox();
    engine.delete("/v1/sandboxes/" + id);
    engine.killNine();
    engine.restart();
    Await.until(() -> engine.get("/v1/sandboxes/" + id).status() == 404);
    Await.until(() -> entries("sandboxes").isEmpty());
  }

  @Test
  void deletingLeavesNothing() {
    String id = engine.sandbox("{\"resourceLimits\":{\"disk\":\"64Mi\",\"pids\":\"100\"}}");
    engine.shell(id, "setsid sleep 1000 >/dev/null 2>&1 </dev/null &");
    long holder = holder(id);
    engine.delete("/v1/sandboxes/" + id);
    engine.await(id, "Deleted");
    Await.until(() -> ProcessHandle.of(holder).isEmpty());
    assertThat(entries("sandboxes")).isEmpty();
    assertThat(read("/proc/self/mountinfo")).doesNotContain(id);
    assertThat(groupsOf(id)).isEmpty();
    Await.until(
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(p -> p.info().commandLine().orElse("").contains(id)));
  }

  @Test
  void termEndsTheEngineAndLeavesSandboxes() {
    String id = engine.sandbox();
    assertThat(engine.terminate()).isZero();
    assertThat(engine.directories().engineFile()).doesNotExist();
    engine.restart();
    assertThat(state(id)).isEqualTo("Running");
    assertThat(engine.post("/v1/x-sandglass/engine/stop", "{}").code()).isEqualTo("ENGINE::BUSY");
    assertThat(engine.post("/v1/x-sandglass/engine/stop", "{\"force\":true}").status())
        .isEqualTo(202);
    Await.until(() -> !engine.process().isAlive());
    assertThat(engine.process().exitValue()).isZero();
    engine.restart();
    assertThat(state(id)).isEqualTo("Running");
  }

  private String state(String id) {
    return engine.get("/v1/sandboxes/" + id).json().path("status").path("state").asText();
  }

  private long holder(String id) {
    return engine.get("/v1/x-sandglass/sandboxes/" + id).json().path("holderPid").asLong();
  }

  private List<Path> entries(String directory) {
    try (var list = Files.list(engine.directories().state().resolve(directory))) {
      return list.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> groupsOf(String id) {
    try (var tree =
        Files.find(
            Path.of("/sys/fs/cgroup"),
            8,
            (path, attributes) -> path.getFileName().toString().contains(id))) {
      return tree.toList();
    } catch (IOException | UncheckedIOException e) {
      // Other groups come and go while they are listed.
      return List.of();
    }
  }
}
