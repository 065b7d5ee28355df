package dev.sandglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.RunningEngine.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lifecycle specification, from outside. */
class SandboxLifecycleIT {
  private static final String WAITING =
      """
      "image":{"uri":"host"},"entrypoint":["tail","-f","/dev/null"],"resourceLimits":{}""";

  private static RunningEngine engine;

  @BeforeAll
  static void start() {
    engine = RunningEngine.start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void createIsAcceptedAndBecomesRunning() {
    Answer created =
        engine.post(
            "/v1/sandboxes",
            """
            {"image":{"uri":"host:latest"},"timeout":3600,"entrypoint":["tail","-f","/dev/null"],
             "resourceLimits":{"pids":"200"},
             "env":{"API_KEY":"secret-key"},
             "metadata":{"name":"Data Processing Sandbox","project":"data-processing"}}
            """);
    assertThat(created.status()).isEqualTo(202);
    String id = created.json().path("id").asText();
    assertThat(id).matches("sb-[a-z2-7]{12}");
    assertThat(created.headers().firstValue("Location")).hasValue("/v1/sandboxes/" + id);
    assertThat(created.headers().firstValue("X-Request-ID")).isPresent();
    assertThat(created.json().path("status").path("state").asText()).isEqualTo("Pending");
    assertThat(created.json().path("entrypoint")).hasSize(3);
    assertThat(created.json().has("image")).isFalse();
    Instant expiry = Instant.parse(created.json().path("expiresAt").asText());
    assertThat(expiry)
        .isEqualTo(Instant.parse(created.json().path("createdAt").asText()).plusSeconds(3600));

    JsonNode running = engine.await(id, "Running");
    assertThat(running.path("image").path("uri").asText()).isEqualTo("host:latest");
    assertThat(running.path("status").path("lastTransitionAt").asText()).isNotEmpty();
    assertThat(running.path("metadata").path("project").asText()).isEqualTo("data-processing");
    assertThat(engine.shell(id, "echo $API_KEY; pwd")).isEqualTo("secret-key\n/workspace\n");
    assertThat(engine.get("/sandboxes/" + id).status()).isEqualTo(200);

    assertThat(engine.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
    engine.await(id, "Deleted");
    assertThat(engine.get("/v1/sandboxes/" + id).status()).isEqualTo(404);
    assertThat(engine.get("/v1/sandboxes/" + id).code()).isEqualTo("SANDBOX::NOT_FOUND");
    assertThat(engine.delete("/v1/sandboxes/" + id).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|must be a JSON object",
        "{}|exactly one of image and snapshotId",
        "{\"image\":{\"uri\":\"host\"},\"snapshotId\":\"x\"}|exactly one of image and snapshotId",
        "{\"image\":{\"uri\":\"host\"},\"entrypoint\":[\"true\"]}|resourceLimits is required",
        "{\"image\":{\"uri\":\"host\"},\"resourceLimits\":{}}|entrypoint is required",
        "{WAITING,\"timeout\":59}|not 59",
        "{WAITING,\"timeout\":\"1h\"}|timeout must be an integer, not '\"1h\"'",
        "{WAITING,\"env\":{\"A\":1}}|env.A must be a string, not '1'",
        "{WAITING,\"metadata\":{\"opensandbox.io/x\":\"y\"}}|reserved",
        "{WAITING,\"metadata\":{\"a b\":\"y\"}}|'a b'",
        "{WAITING,\"metadata\":{\"a\":\"b c\"}}|'b c'",
        "{WAITING,\"platform\":{\"os\":\"windows\",\"arch\":\"amd64\"}}|this machine is linux",
        "{WAITING,\"platform\":{\"os\":\"linux\",\"arch\":\"mips\"}}|'mips'",
        "{WAITING,\"credentialProxy\":{\"enabled\":true}}|credential proxy",
        "{WAITING,\"secureAccess\":true}|secureAccess",
        "{WAITING,\"networkPolicy\":{\"egress\":[{\"action\":\"allow\",\"target\":\"a.b\"}]}}|rules",
        "{WAITING,\"networkPolicy\":{\"defaultAction\":\"maybe\"}}|'maybe'",
        "{WAITING,\"extensions\":{\"sandglass.network\":\"wide\"}}|'wide'",
        "{WAITING,\"extensions\":{\"sandglass.x\":\"y\"}}|'sandglass.x'",
        "{WAITING,\"extensions\":{\"poolRef\":\"p\"}}|pools",
        "{WAITING,\"extensions\":{\"access.renew.extend.seconds\":\"299\"}}|'299'",
        "{WAITING,\"volumes\":[{\"name\":\"A\",\"mountPath\":\"/a\"}]}|'A'",
        "{WAITING,\"volumes\":[{\"name\":\"a\",\"mountPath\":\"/a\"}]}|exactly one of host and pvc",
        "{WAITING,\"volumes\":[{\"name\":\"a\",\"mountPath\":\"a\",\"host\":{\"path\":\"/\"}}]}|'a'",
        "{WAITING,\"volumes\":[{\"name\":\"a\",\"mountPath\":\"/a\",\"host\":{\"path\":\"/\"}}]}|allowed",
        "{WAITING,\"volumes\":[{\"name\":\"a\",\"mountPath\":\"/a/../b\",\"host\":{\"path\":\"/\"}}]}|'..'",
        "{WAITING,\"volumes\":[{\"name\":\"a\",\"mountPath\":\"/a\",\"ossfs\":{}}]}|object storage",
      })
  void createRefusesWhatItCannotDo(String request, String said) {
    Answer answer = engine.post("/v1/sandboxes", request.replace("WAITING", WAITING));
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("SANDBOX::INVALID_REQUEST");
    assertThat(answer.message()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "cpu,half",
    "cpu,0",
    "cpu,-1",
    "memory,512Xi",
    "memory,0",
    "memory,1e3",
    "disk,10G i",
    "pids,1.5",
    "pids,0",
    "gpu,1",
    "cores,2"
  })
  void limitsMustBeQuantities(String name, String value) {
    Answer answer =
        engine.post(
            "/v1/sandboxes",
            """
            {"image":{"uri":"host"},"entrypoint":["true"],"resourceLimits":{"%s":"%s"}}"""
                .formatted(name, value));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(name);
  }

  @Test
  void anUnknownImageNamesTheWayToAddOne() {
    Answer answer =
        engine.post(
            "/v1/sandboxes",
            """
            {"image":{"uri":"python:3.11"},"entrypoint":["true"],"resourceLimits":{}}""");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("TEMPLATE::NOT_FOUND");
    assertThat(answer.message()).contains("python:3.11").contains("sand template add");
  }

  @Test
  void pauseFreezesAndResumeContinues() {
    String id = engine.sandbox();
    assertThat(engine.post("/v1/sandboxes/" + id + "/resume", "").status()).isEqualTo(409);
    assertThat(engine.post("/v1/sandboxes/" + id + "/pause", "").status()).isEqualTo(202);
    engine.await(id, "Paused");
    Answer paused = engine.post("/v1/sandboxes/" + id + "/pause", "");
    assertThat(paused.status()).isEqualTo(409);
    assertThat(paused.code()).isEqualTo("SANDBOX::INVALID_STATE");
    assertThat(
            engine.post("/v1/sandboxes/" + id + "/proxy/44772/command", "{\"command\":\"true\"}"))
        .matches(answer -> answer.status() == 409 && answer.message().contains("sand resume"));
    assertThat(engine.post("/v1/sandboxes/" + id + "/resume", "").status()).isEqualTo(202);
    engine.await(id, "Running");
    assertThat(engine.shell(id, "echo on")).isEqualTo("on\n");
    engine.delete("/v1/sandboxes/" + id);
  }

  @Test
  void stopAndStartKeepFiles() {
    String id = engine.sandbox();
    engine.shell(id, "echo kept > /workspace/f; echo gone > /dev/shm/g");
    String path = "/v1/x-sandglass/sandboxes/" + id;
    assertThat(engine.post(path + "/start", "").status()).isEqualTo(409);
    assertThat(engine.post(path + "/stop", "{\"timeoutSeconds\":1}").status()).isEqualTo(202);
    JsonNode stopped = engine.await(id, "Stopped");
    assertThat(stopped.path("status").path("reason").asText()).isEqualTo("user_stop");
    assertThat(engine.get(path).json().has("holderPid")).isFalse();
    assertThat(engine.post(path + "/start", "").status()).isEqualTo(202);
    engine.await(id, "Running");
    assertThat(engine.shell(id, "cat /workspace/f; ls /dev/shm")).isEqualTo("kept\n");
    engine.delete("/v1/sandboxes/" + id);
  }

  @Test
  void snapshotsOutliveTheirSandboxAndClonesTheirSnapshot() {
    String id = engine.sandbox();
    engine.shell(id, "echo one > /workspace/f");
    Answer taken = engine.post("/v1/sandboxes/" + id + "/snapshots", "{\"name\":\"before\"}");
    assertThat(taken.status()).isEqualTo(202);
    assertThat(taken.json().path("status").path("state").asText()).isEqualTo("Creating");
    String snapshot = taken.json().path("id").asText();
    assertThat(taken.headers().firstValue("Location")).hasValue("/v1/snapshots/" + snapshot);
    Await.until(() -> snapshotState(snapshot).equals("Ready"));
    assertThat(engine.shell(id, "echo two > /workspace/f; cat /workspace/f")).isEqualTo("two\n");
    engine.delete("/v1/sandboxes/" + id);
    engine.await(id, "Deleted");

    String clone = engine.sandbox("{\"snapshotId\":\"" + snapshot + "\"}");
    assertThat(engine.get("/v1/snapshots?sandboxId=" + id).json().path("items")).hasSize(1);
    assertThat(engine.get("/v1/snapshots?state=Failed").json().path("items")).isEmpty();
    assertThat(engine.delete("/v1/snapshots/" + snapshot).status()).isEqualTo(204);
    assertThat(engine.get("/v1/snapshots/" + snapshot).code()).isEqualTo("SNAPSHOT::NOT_FOUND");
    assertThat(engine.shell(clone, "cat /workspace/f")).isEqualTo("one\n");
    assertThat(engine.get("/v1/sandboxes/" + clone).json().path("snapshotId").asText())
        .isEqualTo(snapshot);
    engine.delete("/v1/sandboxes/" + clone);
    engine.await(clone, "Deleted");
    Await.until(() -> layers().size() == 1);
  }

  private static String snapshotState(String id) {
    return engine.get("/v1/snapshots/" + id).json().path("status").path("state").asText();
  }

  private static List<Path> layers() {
    try (var list = Files.list(engine.directories().state().resolve("layers"))) {
      return list.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void snapshotsNeedARunningSandbox() {
    String id = engine.sandbox();
    engine.post("/v1/sandboxes/" + id + "/pause", "");
    engine.await(id, "Paused");
    String path = "/v1/sandboxes/" + id + "/snapshots";
    assertThat(engine.post(path, "{}").code()).isEqualTo("SANDBOX::INVALID_STATE");
    assertThat(engine.post(path, "{\"nam\":\"x\"}").status()).isEqualTo(400);
    assertThat(engine.post(path, "{\"name\":\"\"}").status()).isEqualTo(400);
    engine.delete("/v1/sandboxes/" + id);
  }

  @Test
  void listsFilterAndPage() {
    String first = engine.sandbox("{\"metadata\":{\"project\":\"Apollo\",\"name\":\"Demo Test\"}}");
    String second = engine.sandbox("{\"metadata\":{\"project\":\"Apollo\"}}");
    engine.post("/v1/sandboxes/" + second + "/pause", "");
    engine.await(second, "Paused");
    assertThat(ids("metadata=project%3DApollo")).containsExactly(second, first);
    assertThat(ids("metadata=project%3DApollo%26name%3DDemo%252520Test")).containsExactly(first);
    assertThat(ids("metadata=project%3DApollo&state=Paused")).containsExactly(second);
    assertThat(ids("metadata=project%3DApollo&state=Paused&state=Running"))
        .containsExactly(second, first);
    JsonNode page = engine.get("/v1/sandboxes?metadata=project%3DApollo&pageSize=1&page=2").json();
    assertThat(page.path("items")).hasSize(1);
    assertThat(page.path("pagination").toString())
        .isEqualTo(
            """
            {"page":2,"pageSize":1,"totalItems":2,"totalPages":2,"hasNextPage":false}""");
    for (String bad : List.of("page=0", "page=x", "pageSize=0", "pageSize=201", "metadata=x")) {
      assertThat(engine.get("/v1/sandboxes?" + bad).status()).as(bad).isEqualTo(400);
    }
    engine.delete("/v1/sandboxes/" + first);
    engine.delete("/v1/sandboxes/" + second);
  }

  private static List<String> ids(String query) {
    return engine.get("/v1/sandboxes?" + query).json().path("items").findValuesAsText("id");
  }

  @Test
  void metadataIsPatchedByTheLabelRules() {
    String id = engine.sandbox("{\"metadata\":{\"team\":\"a\",\"old\":\"x\"}}");
    String path = "/v1/sandboxes/" + id + "/metadata";
    Answer patched =
        engine.send("PATCH", path, "{\"team\":\"platform\",\"old\":null,\"none\":null}");
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().path("metadata").toString()).isEqualTo("{\"team\":\"platform\"}");
    assertThat(engine.send("PATCH", path, "{}").status()).isEqualTo(200);
    for (String bad :
        List.of(
            "{\"opensandbox.io/a\":\"b\"}",
            "{\"a\":\"-b\"}",
            "{\"a\":7}",
            "{\"-a\":\"b\"}",
            "{\"a\":\"" + "x".repeat(64) + "\"}",
            "[]",
            "{")) {
      assertThat(engine.send("PATCH", path, bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(engine.send("PATCH", "/v1/sandboxes/nobody/metadata", "{}").status()).isEqualTo(404);
    engine.delete("/v1/sandboxes/" + id);
  }

  @Test
  void expiryIsRenewedForwardsOnly() {
    String id = engine.sandbox("{\"timeout\":3600}");
    String path = "/v1/sandboxes/" + id + "/renew-expiration";
    String later = Instant.now().plusSeconds(7200).toString();
    Answer renewed = engine.post(path, "{\"expiresAt\":\"" + later + "\"}");
    assertThat(renewed.status()).isEqualTo(200);
    assertThat(renewed.json().path("expiresAt").asText()).isEqualTo(later);
    assertThat(renewed.json()).hasSize(1);
    for (String bad : List.of("2020-01-01T00:00:00Z", "tomorrow", later)) {
      assertThat(engine.post(path, "{\"expiresAt\":\"" + bad + "\"}").status()).isEqualTo(400);
    }
    engine.delete("/v1/sandboxes/" + id);
  }

  @Test
  void whatHasExpiredIsDeleted() {
    String id = engine.sandbox();
    String soon = Instant.now().plusMillis(1500).toString();
    engine.post("/v1/sandboxes/" + id + "/renew-expiration", "{\"expiresAt\":\"" + soon + "\"}");
    engine.await(id, "Deleted");
    assertThat(engine.get("/v1/sandboxes/" + id).status()).isEqualTo(404);
  }

  @Test
  void aNameCanBeUnique() {
    String fields =
        """
        {"metadata":{"name":"only-one"},"extensions":{"sandglass.unique-name":"true"}}""";
    String id = engine.sandbox(fields);
    Answer second = engine.post("/v1/sandboxes", "{" + WAITING + "," + fields.strip().substring(1));
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("SANDBOX::NAME_TAKEN");
    engine.delete("/v1/sandboxes/" + id);
  }

  @Test
  void anEntryPointThatEndsLeavesTheSandboxUsable() {
    String id = engine.sandbox("{\"entrypoint\":[\"sh\",\"-c\",\"exit 7\"]}");
    Await.until(
        () ->
            engine
                    .get("/v1/x-sandglass/sandboxes/" + id)
                    .json()
                    .path("entrypointStatus")
                    .path("exitCode")
                    .asInt(-1)
                == 7);
    assertThat(engine.shell(id, "echo on")).isEqualTo("on\n");
    engine.delete("/v1/sandboxes/" + id);
  }

  @Test
  void waitingEndsWhenItIsInVain() {
    String id = engine.sandbox();
    String path = "/v1/x-sandglass/sandboxes/" + id + "/wait?";
    assertThat(engine.get(path + "state=Paused&timeout=0").code())
        .isEqualTo("SANDBOX::WAIT_TIMEOUT");
    assertThat(engine.get(path + "state=Asleep").status()).isEqualTo(400);
    assertThat(engine.get(path).status()).isEqualTo(400);
    engine.delete("/v1/sandboxes/" + id);
    assertThat(engine.get(path + "state=Deleted").json().toString())
        .isEqualTo("{\"id\":\"" + id + "\",\"status\":{\"state\":\"Deleted\"}}");
    assertThat(engine.get(path + "state=Running").status()).isEqualTo(404);
  }

  @Test
  void namedVolumesAreSharedAndKept() {
    String mounts =
        """
        {"volumes":[{"name":"data","mountPath":"/data","pvc":{"claimName":"shared"}}]}""";
    String id = engine.sandbox(mounts);
    engine.shell(id, "echo hello > /data/f");
    assertThat(engine.delete("/v1/x-sandglass/volumes/shared").code()).isEqualTo("VOLUME::IN_USE");
    String second = engine.sandbox(mounts);
    assertThat(engine.shell(second, "cat /data/f")).isEqualTo("hello\n");
    for (String each : List.of(id, second)) {
      engine.delete("/v1/sandboxes/" + each);
      engine.await(each, "Deleted");
    }
    assertThat(engine.get("/v1/x-sandglass/volumes").body()).contains("\"shared\"");
    assertThat(engine.delete("/v1/x-sandglass/volumes/shared").status()).isEqualTo(204);
    assertThat(engine.delete("/v1/x-sandglass/volumes/shared").code())
        .isEqualTo("VOLUME::NOT_FOUND");
  }
}
