package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The groups of commands with a real engine. */
final class GroupsIT extends SandboxFixture {
  @Test
  void filesAreWrittenReadChangedAndRemoved() throws Exception {
    world.succeed("fs", "mkdir", box, "/work/a/b", "--mode", "750");
    Ended written =
        world.run(
            "one\ntwo\nthree\nfour\n".getBytes(StandardCharsets.UTF_8),
            "fs",
            "write",
            box,
            "/work/a/lines");
    assertThat(written.exitCode()).as(written.errText()).isZero();
    assertThat(world.succeed("fs", "cat", box, "/work/a/lines", "--lines", "2:3").outText())
        .isEqualTo("two\nthree\n");
    JsonNode replaced =
        world.succeed("fs", "replace", box, "/work/a/lines", "two", "2", "-o", "json").json();
    assertThat(replaced.get("replacements").asInt()).isEqualTo(1);
    world.succeed("fs", "chmod", box, "600", "/work/a/lines");
    JsonNode stat = world.succeed("fs", "stat", box, "/work/a/lines", "-o", "json").json();
    assertThat(stat.get("mode").asText()).isEqualTo("0600");
    assertThat(stat.get("type").asText()).isEqualTo("file");
    assertThat(stat.get("sizeBytes").asInt()).isEqualTo(17);
    world.succeed("fs", "mv", box, "/work/a/lines", "/work/a/b/moved");
    assertThat(world.succeed("fs", "ls", box, "/work/a", "-o", "name").outText())
        .isEqualTo("/work/a/b\n");
    assertThat(world.succeed("fs", "tree", box, "/work").outText())
        .isEqualTo("/work\n└── a/\n    └── b/\n        └── moved\n");
    assertThat(world.succeed("fs", "find", box, "/work", "--name", "mov*").outText())
        .isEqualTo("/work/a/b/moved\n");
    assertThat(world.run("fs", "rm", box, "/work/a").exitCode()).isEqualTo(125);
    world.succeed("fs", "rm", "-r", box, "/work/a");
    world.succeed("fs", "rm", "-f", box, "/work/a");
    assertThat(world.succeed("fs", "ls", box, "/work", "-o", "json").json()).isEmpty();
  }

  @Test
  void grepSearchesInside() throws Exception {
    world.succeed("fs", "write", box, "/search/x:1:y", "needle [1]\nhay\nNeedle\n");
    assertThat(world.succeed("fs", "grep", box, "need.e", "/search").outText())
        .isEqualTo("/search/x:1:y:1:needle [1]\n");
    JsonNode found =
        world.succeed("fs", "grep", "-i", box, "needle", "/search", "-o", "json").json();
    assertThat(found).hasSize(2);
    assertThat(found.get(1).get("path").asText()).isEqualTo("/search/x:1:y");
    assertThat(found.get(1).get("line").asInt()).isEqualTo(3);
    assertThat(world.succeed("fs", "grep", "-F", "-l", box, "[1]", "/search").outText())
        .isEqualTo("/search/x:1:y\n");
    assertThat(world.run("fs", "grep", box, "nothing", "/search").exitCode()).isEqualTo(1);
    assertThat(world.run("fs", "grep", box, "(", "/search").exitCode()).isEqualTo(125);
  }

  @Test
  void snapshotsLiveAndDie() throws Exception {
    String id = world.succeed("snapshot", "create", box, "--name", "groups").outText().strip();
    assertThat(world.succeed("snapshot", "info", "groups", "-o", "json").json().get("id").asText())
        .isEqualTo(id);
    assertThat(world.succeed("snapshot", "ls", box, "-o", "name").outText()).contains(id);
    assertThat(world.succeed("snapshot", "rm", "groups").outText()).isEqualTo(id + "\n");
    Ended again = world.run("snapshot", "rm", "groups", "-o", "json");
    assertThat(again.exitCode()).isEqualTo(125);
    assertThat(again.error().get("kind").asText()).isEqualTo("not-found");
    world.succeed("snapshot", "rm", "groups", "--ignore-not-found");
  }

  @Test
  void volumesLiveAndDie() throws Exception {
    world.succeed("volume", "create", "groups-cache");
    assertThat(
            world
                .run("volume", "create", "groups-cache", "-o", "json")
                .error()
                .get("kind")
                .asText())
        .isEqualTo("conflict");
    assertThat(world.succeed("volume", "ls", "-o", "name").outText()).contains("groups-cache\n");
    Ended removed = world.run("volume", "rm", "no-such", "groups-cache");
    assertThat(removed.exitCode()).isEqualTo(125);
    assertThat(removed.outText()).isEqualTo("groups-cache\n");
  }

  @Test
  void portsAreReached() throws Exception {
    world.succeed(
        "exec", "-d", box, "--", "python3", "-m", "http.server", "8123", "--directory", "/etc");
    String url = world.succeed("port", "url", box, "8123").outText().strip();
    assertThat(url).startsWith("http://127.0.0.1:");
    SandWorld.until(
        "the server inside",
        () -> world.shell("curl -sf '" + url + "/hostname' >/dev/null").exitCode() == 0);
    assertThat(world.succeed("port", "ls", box, "-o", "json").json().get(0).get("port").asInt())
        .isEqualTo(8123);
    JsonNode endpoint = world.succeed("port", "url", box, "8123", "--endpoint").json();
    String header = endpoint.get("headers").fieldNames().next();
    String token = endpoint.get("headers").get(header).asText();
    String call = "curl -sf -H '" + header + ": " + token + "' ";
    assertThat(world.shell(call + endpoint.get("url").asText() + "/hostname").exitCode()).isZero();
    world.succeed("port", "rm", box, "8123");
    assertThat(world.succeed("port", "ls", box, "-o", "json").json()).isEmpty();
  }

  @Test
  void theEngineTellsAboutItself() throws Exception {
    JsonNode status = world.succeed("engine", "status", "-o", "json").json();
    assertThat(status.get("running").asBoolean()).isTrue();
    assertThat(status.get("runningSandboxes").asInt()).isPositive();
    String process = Files.readString(Path.of("/proc", status.get("pid").asText(), "stat"));
    assertThat(process.substring(process.lastIndexOf(')') + 2).split(" ")[3])
        .as("its session: it shall not end with the terminal of whoever needed it first")
        .isEqualTo(status.get("pid").asText());
    Ended busy = world.run("engine", "stop", "-o", "json");
    assertThat(busy.error().get("kind").asText()).isEqualTo("conflict");
    assertThat(world.succeed("engine", "logs", "--tail", "1000").outText())
        .contains("listening on ");
    Ended second = world.run("engine", "serve", "-o", "json");
    assertThat(second.exitCode()).isEqualTo(125);
    assertThat(second.error().get("message").asText()).contains("another engine runs");
    assertThat(world.run("engine", "serve", "--listen", "0.0.0.0:0").exitCode()).isEqualTo(2);
  }

  @Test
  void rawRequestsPassThrough() throws Exception {
    assertThat(world.succeed("api", "GET", "/sandboxes/" + box).json().get("id").asText())
        .isEqualTo(box);
    Ended patched =
        world.run(
            "{\"team\":\"a\"}".getBytes(StandardCharsets.UTF_8),
            "api",
            "PATCH",
            "/sandboxes/" + box + "/metadata",
            "--data",
            "-");
    assertThat(patched.exitCode()).as(patched.errText()).isZero();
    Ended missing = world.run("api", "GET", "/sandboxes/none");
    assertThat(missing.exitCode()).isEqualTo(125);
    assertThat(missing.json().get("code").asText()).isEqualTo("SANDBOX::NOT_FOUND");
    assertThat(missing.errText()).isEqualTo("sand: HTTP 404\n");
  }

  @Test
  void theDoctorFindsThatSandboxesRun() throws Exception {
    JsonNode checks = world.succeed("doctor", "-o", "json").json();
    assertThat(checks.findValuesAsText("check")).contains("namespaces", "cgroups", "engine");
    assertThat(checks.findValuesAsText("status")).doesNotContain("fail");
  }

  @Test
  void theDoctorTellsWhatBothTelemetriesDo() throws Exception {
    ProcessBuilder doctor = world.sand("doctor", "-o", "json");
    doctor.environment().put("DO_NOT_TRACK", "1");
    doctor.environment().put("SANDGLASS_OTEL_ENABLED", "false");
    Map<String, String> found = new HashMap<>();
    world
        .end(world.start(doctor), new byte[0])
        .json()
        .forEach(check -> found.put(check.get("check").asText(), check.get("found").asText()));
    assertThat(found)
        .containsEntry("telemetry", "off: the environment variable DO_NOT_TRACK")
        .containsEntry("opentelemetry", "off: SANDGLASS_OTEL_ENABLED");
  }

  @Test
  void theVersionTellsWhatThisBuildIs() throws Exception {
    JsonNode version = world.succeed("version", "-o", "json").json();
    boolean onJvm = System.getProperty("sand.launcher", "").isEmpty();
    assertThat(version.get("build").asText()).isEqualTo(onJvm ? "jvm" : "native");
    assertThat(version.get("runtime").asText()).endsWith(" " + version.get("java").asText());
    assertThat(version.get("commit").asText("0")).matches("[0-9a-f]{12}|0");
  }

  @Test
  void writersOfTheConfigurationDoNotLoseEachOthersChanges(@TempDir Path home) throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ProcessBuilder set =
          world.sand("config", "set", "providers.p" + i + ".url", "http://p" + i + ".example");
      set.environment().put("XDG_CONFIG_HOME", home.toString());
      set.environment().put("SANDGLASS_TELEMETRY", "off"); // its ID would stand there too
      writers.add(world.start(set));
    }
    for (Process writer : writers) {
      assertThat(world.end(writer, new byte[0]).exitCode()).isZero();
    }
    assertThat(Files.readString(home.resolve("sandglass/config.yaml")).lines()).hasSize(17);
  }

  @Test
  void providersComeAndGo(@TempDir Path home) throws Exception {
    Ended down =
        at(home, "", "provider", "add", "lab", "--url", "http://127.0.0.1:9", "-o", "json");
    assertThat(down.error().get("kind").asText()).isEqualTo("provider-unreachable");
    assertThat(home.resolve("sandglass/config.yaml")).doesNotExist();
    Ended added =
        at(
            home,
            "key\n",
            "provider",
            "add",
            "lab",
            "--url",
            "http://127.0.0.1:9",
            "--api-key-stdin",
            "--no-check",
            "--use");
    assertThat(added.exitCode()).as(added.errText()).isZero();
    assertThat(home.resolve("sandglass/keys/lab")).hasContent("key");
    JsonNode list = at(home, "", "provider", "ls", "-o", "json").json();
    assertThat(list.findValuesAsText("name")).containsExactly("local", "lab");
    assertThat(list.get(1).get("inUse").asBoolean()).isTrue();
    assertThat(at(home, "", "provider", "add", "lab", "--url", "http://a.example").exitCode())
        .isEqualTo(125);
    assertThat(at(home, "", "provider", "use", "nowhere").exitCode()).isEqualTo(125);
    assertThat(at(home, "", "provider", "rm", "lab").exitCode()).isZero();
    assertThat(home.resolve("sandglass/keys/lab")).doesNotExist();
    assertThat(home.resolve("sandglass/config.yaml")).isEmptyFile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cp /no/such/file BOX:/tmp | local-file | /no/such/file | 125",
        "cp BOX:/no/such/file /tmp | not-found | /no/such/file | 125",
        "cp /etc/hostname nowhere:/tmp | not-found | nowhere | 125",
        "cp /etc/hostname BOX:/no/such/dir/x | not-found | /no/such/dir | 125",
        "cp /etc/hostname BOX:relative | usage | 'BOX:relative' | 2",
        "cp /etc/hostname /tmp/x | usage | sandbox | 2",
        "cp BOX:/dev/null /tmp/x | not-a-file | /dev/null | 125",
        "cp /etc/hostname | usage | PATH | 2",
        "fs ls nowhere / | not-found | nowhere | 125",
        "fs ls BOX /no/such | not-found | /no/such | 125",
        "fs cat BOX /no/such | not-found | /no/such | 125",
        "fs cat BOX relative | usage | 'relative' | 2",
        "fs cat BOX /etc/passwd --lines 3:1 | usage | '3:1' | 2",
        "fs chmod BOX 999 /tmp | usage | '999' | 2",
        "fs rm BOX /tmp | is-directory | /tmp | 125",
        "fs stat BOX /no/such | not-found | /no/such | 125",
        "fs mv BOX /no/such /tmp/x | not-found | /no/such | 125",
        "fs replace BOX /no/such a b | not-found | /no/such | 125",
        "fs frobnicate | usage | frobnicate | 2",
        "snapshot create nowhere | not-found | nowhere | 125",
        "snapshot info no-such | not-found | no-such | 125",
        "snapshot create BOX --timeout soon | usage | 'soon' | 2",
        "volume create UPPER_case! | invalid-request | UPPER_case! | 125",
        "volume rm no-such | not-found | no-such | 125",
        "template add x /no/such | local-file | /no/such | 125",
        "template rm no-such | not-found | no-such | 125",
        "port url BOX 70000 | usage | '70000' | 2",
        "port url BOX 80 --endpoint --open | usage | --endpoint | 2",
        "port rm BOX 4321 | not-found | 4321 | 125",
        "api FROB1 / | usage | 'FROB1' | 2",
        "api GET relative | usage | 'relative' | 2",
        "config get nope | usage | nope | 2",
        "config get defaults.memory | not-set | defaults.memory | 125",
        "config set defaults.memory lots | usage | lots | 2",
        "provider use nowhere | configuration | nowhere | 125",
        "provider rm local | usage | 'local' | 2",
        "provider add BAD! --url http://a.example | usage | 'BAD!' | 2",
        "provider add lab --url ftp://a | usage | ftp://a | 2",
        "completion tcsh | usage | tcsh | 2"
      })
  void aMistakeIsOneLineAndOneJsonObject(String line, String kind, String part, int code)
      throws Exception {
    String[] arguments = line.replace("BOX", box).split(" ");
    String expected = part.replace("BOX", box);
    Ended text = world.run(arguments);
    assertThat(text.exitCode()).as(text.errText()).isEqualTo(code);
    assertThat(text.out()).isEmpty();
    assertThat(text.errText()).startsWith("sand: ").contains(expected);
    assertThat(text.errText().lines().count()).isLessThanOrEqualTo(2);
    List<String> asJson = new ArrayList<>(List.of("-o", "json"));
    asJson.addAll(List.of(arguments));
    Ended json = world.run(asJson.toArray(String[]::new));
    assertThat(json.exitCode()).as(json.errText()).isEqualTo(code);
    assertThat(json.error().get("kind").asText()).isEqualTo(kind);
    assertThat(json.error().get("message").asText()).contains(expected);
  }

  private Ended at(Path configuration, String stdin, String... arguments) {
    ProcessBuilder builder = world.sand(arguments);
    builder.environment().put("XDG_CONFIG_HOME", configuration.toString());
    builder.environment().put("SANDGLASS_TELEMETRY", "off"); // its ID would stand there too
    return world.end(world.start(builder), stdin.getBytes(StandardCharsets.UTF_8));
  }
}
