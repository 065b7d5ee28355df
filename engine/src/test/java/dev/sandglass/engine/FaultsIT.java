package dev.sandglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that is killed at any moment, and one that has a lot to do. */
@Timeout(300)
class FaultsIT {
  private static final int KILLS = 12;
  private static final String IDLE =
      "{\"image\":{\"uri\":\"host\"},\"entrypoint\":[\"tail\",\"-f\",\"/dev/null\"],"
          + "\"resourceLimits\":{}}";

  /** What the clients of the engine know for certain, whatever became of the engine. */
  private static final class Ledger {
    final Set<String> created = ConcurrentHashMap.newKeySet();
    final Set<String> deletionAsked = ConcurrentHashMap.newKeySet();
    final Set<String> deletionConfirmed = ConcurrentHashMap.newKeySet();
  }

  /** Creates, uses and deletes sandboxes until told to stop; failures are expected. */
  private static void work(RunningEngine engine, Ledger ledger, AtomicBoolean stop, long seed) {
    var random = new Random(seed);
    while (!stop.get()) {
      try {
        if (ledger.created.size() - ledger.deletionAsked.size() < 12) {
          var answer = engine.post("/v1/sandboxes", IDLE);
          if (answer.status() == 202) {
            ledger.created.add(answer.json().path("id").asText());
          }
          continue;
        }
        String id =
            ledger.created.stream()
                .filter(known -> !ledger.deletionAsked.contains(known))
                .skip(random.nextInt(6))
                .findFirst()
                .orElseThrow();
        switch (random.nextInt(5)) {
          case 0 -> {
            if (ledger.deletionAsked.add(id)
                && engine.delete("/v1/sandboxes/" + id).status() == 204) {
              ledger.deletionConfirmed.add(id);
            }
          }
          case 1 -> engine.post("/v1/sandboxes/" + id + "/pause", "");
          case 2 -> engine.post("/v1/sandboxes/" + id + "/resume", "");
          case 3 -> engine.post("/v1/x-sandglass/sandboxes/" + id + "/stop", "{}");
          default -> engine.shell(id, "echo x >> /workspace/log");
        }
      } catch (RuntimeException e) {
        // The engine is dead at the moment, or the sandbox in another state: the point of it all.
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void nothingIsLostOrLeakedHoweverOftenTheEngineIsKilled() throws Exception {
    var random = new Random(20_261_121);
    try (RunningEngine engine = RunningEngine.start()) {
      var ledger = new Ledger();
      String witness = engine.sandbox();
      engine.shell(witness, "echo precious > /workspace/file; sleep 1000 > /dev/null 2>&1 &");
      ExecutorService clients = Executors.newFixedThreadPool(3);
      for (int kill = 0; kill < KILLS; kill++) {
        var stop = new AtomicBoolean();
        Future<?>[] working = new Future<?>[3];
        for (int client = 0; client < working.length; client++) {
          long seed = random.nextLong();
          working[client] = clients.submit(() -> work(engine, ledger, stop, seed));
        }
        pause(100 + random.nextInt(600));
        engine.killNine();
        stop.set(true);
        for (Future<?> client : working) {
          client.get(60, TimeUnit.SECONDS);
        }
        engine.restart();
      }
      clients.shutdownNow();

      assertThat(engine.shell(witness, "cat /workspace/file; pgrep -c sleep"))
          .as("a sandbox that nobody touched: its file, its own process and the holder")
          .isEqualTo("precious\n2\n");
      Set<String> expected = new TreeSet<>(ledger.created);
      expected.removeAll(ledger.deletionAsked);
      Set<String> gone = new TreeSet<>(ledger.deletionConfirmed);
      Await.until(() -> listed(engine).stream().noneMatch(gone::contains));
      assertThat(listed(engine)).containsAll(expected).contains(witness);
      for (String id : listed(engine)) {
        Await.until(() -> settled(engine, id));
        assertThat(state(engine, id)).as(id).isIn("Running", "Paused", "Stopped");
      }

      for (String id : listed(engine)) {
        engine.delete("/v1/sandboxes/" + id);
      }
      Await.until(() -> listed(engine).isEmpty());
      Path state = engine.directories().state();
      Await.until(() -> children(state.resolve("sandboxes")).isEmpty());
      assertThat(children(state.resolve("executions"))).isEmpty();
      Await.until(() -> Holders.of(state).isEmpty());
      assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(state.toString());
    }
  }

  @Test
  void twoHundredSandboxesAndFiftyExecsAtOnce() throws Exception {
    try (RunningEngine engine = RunningEngine.start()) {
      ExecutorService clients = Executors.newFixedThreadPool(50);
      Set<String> ids = ConcurrentHashMap.newKeySet();
      Future<?>[] creations = new Future<?>[200];
      for (int i = 0; i < creations.length; i++) {
        creations[i] = clients.submit(() -> ids.add(engine.sandbox()));
      }
      for (Future<?> creation : creations) {
        creation.get(200, TimeUnit.SECONDS);
      }
      assertThat(engine.get("/v1/sandboxes?pageSize=1").json().at("/pagination/totalItems").asInt())
          .isEqualTo(200);
      Future<?>[] executions = new Future<?>[50];
      int index = 0;
      for (String id : ids.stream().limit(50).toList()) {
        executions[index++] =
            clients.submit(
                () -> assertThat(engine.shell(id, "sleep 0.5; hostname")).isEqualTo(id + "\n"));
      }
      for (Future<?> execution : executions) {
        execution.get(60, TimeUnit.SECONDS);
      }
      clients.shutdownNow();
      long resident = residentKibibytes(engine.process().pid());
      assertThat(resident).as("KiB of the engine with 200 sandboxes").isLessThan(400_000);
      ids.forEach(id -> engine.delete("/v1/sandboxes/" + id));
      Await.until(() -> listed(engine).isEmpty());
    }
  }

  /** How long the engine is left to work before it is killed: any time will do. */
  private static void pause(int millis) {
    java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static Set<String> listed(RunningEngine engine) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode item : engine.get("/v1/sandboxes?pageSize=200").json().path("items")) {
      ids.add(item.path("id").asText());
    }
    return ids;
  }

  private static String state(RunningEngine engine, String id) {
    return engine.get("/v1/sandboxes/" + id).json().at("/status/state").asText();
  }

  private static boolean settled(RunningEngine engine, String id) {
    return !Set.of("Pending", "Starting", "Pausing", "Resuming", "Stopping")
        .contains(state(engine, id));
  }

  private static Set<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.collect(java.util.stream.Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long residentKibibytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no such process");
  }
}
