package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LifecycleIT extends SandboxFixture {
  private JsonNode info(String name) throws Exception {
    return world.run("info", name, "-o", "json").json();
  }

  private String state(String name) throws Exception {
    return info(name).get("state").asText();
  }

  @Test
  void oneCommandRunsAndLeavesNothing() {
    Ended run = world.run("run", "-l", "one=shot", "--", "sh", "-c", "echo 42; exit 6");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outText()).isEqualTo("42\n");
    assertThat(run.err()).isEmpty();
    SandWorld.until("no sandbox", () -> world.run("ls", "-aq", "-l", "one=shot").out().length == 0);
  }

  @Test
  void aRunCanBeKept() {
    Ended run = world.run("run", "--keep", "--name", "kept", "--", "touch", "/tmp/here");
    assertThat(run.exitCode()).isZero();
    assertThat(run.errText()).startsWith("Kept sandbox ");
    assertThat(world.run("exec", "kept", "ls", "/tmp").outText()).contains("here");
    assertThat(world.run("rm", "kept").outText()).isEqualTo("kept\n");
  }

  @Test
  void aRunWithATimeLimitEnds() {
    Ended run = world.run("run", "--timeout", "1s", "-l", "run=limited", "--", "sleep", "7801");
    assertThat(run.exitCode()).isEqualTo(124);
    SandWorld.until(
        "no sandbox", () -> world.run("ls", "-aq", "-l", "run=limited").out().length == 0);
  }

  @Test
  void filesStayWhenItStops() throws Exception {
    assertThat(world.run("create", "--name", "stays").outText()).isEqualTo("stays\n");
    world.run("exec", "stays", "sh", "-c", "echo kept > /root/file");
    assertThat(world.run("stop", "stays").outText()).isEqualTo("stays\n");
    assertThat(state("stays")).isEqualTo("Stopped");
    Ended exec = world.run("exec", "-o", "json", "stays", "true");
    assertThat(exec.exitCode()).isEqualTo(125);
    assertThat(exec.error().get("kind").asText()).isEqualTo("wrong-state");
    assertThat(world.run("start", "stays").exitCode()).isZero();
    assertThat(world.run("exec", "stays", "cat", "/root/file").outText()).isEqualTo("kept\n");
    assertThat(world.run("rm", "stays").exitCode()).isZero();
    assertThat(world.run("info", "stays").exitCode()).isEqualTo(125);
  }

  @Test
  void pausedAndResumed() throws Exception {
    String one = world.create();
    assertThat(world.run("pause", one).exitCode()).isZero();
    assertThat(state(one)).isEqualTo("Paused");
    assertThat(world.run("ls", "--state", "paused", "-q").outText()).contains(one);
    assertThat(world.run("resume", one).exitCode()).isZero();
    assertThat(world.run("wait", one).exitCode()).isZero();
    assertThat(world.run("exec", one, "true").exitCode()).isZero();
    world.run("rm", one);
  }

  @Test
  void everyOptionOfCreateArrives() throws Exception {
    Path shared = Files.createDirectory(world.root().resolve("shared"));
    Files.writeString(shared.resolve("file"), "from outside");
    Path variables = Files.writeString(world.root().resolve("env"), "# c\nONE=1\n\nTWO=a=b\n");
    Ended created =
        world.run(
            "create",
            "-o",
            "json",
            "--name",
            "full",
            "-l",
            "team=web",
            "-e",
            "ONE=2",
            "--env-file",
            variables.toString(),
            "--timeout",
            "1h",
            "--network",
            "none",
            "-v",
            "data:/data",
            "--entrypoint",
            "echo began; exec sleep 7802");
    assertThat(created.errText()).isEmpty();
    JsonNode node = created.json();
    assertThat(node.get("name").asText()).isEqualTo("full");
    assertThat(node.get("labels").get("team").asText()).isEqualTo("web");
    assertThat(node.get("expiresAt").isNull()).isFalse();
    assertThat(world.run("exec", "full", "sh", "-c", "echo $ONE $TWO").outText())
        .isEqualTo("2 a=b\n");
    assertThat(world.run("exec", "full", "test", "-d", "/data").exitCode()).isZero();
    assertThat(world.run("ls", "-l", "team=web", "-o", "name").outText().strip())
        .isEqualTo(node.get("id").asText());
    Ended twice = world.run("create", "--name", "full", "-o", "json");
    assertThat(twice.exitCode()).isEqualTo(125);
    assertThat(twice.error().get("kind").asText()).isEqualTo("conflict");
    assertThat(world.run("renew", "full", "--timeout", "3h").exitCode()).isZero();
    assertThat(info("full").get("expiresAt").asText())
        .isGreaterThan(node.get("expiresAt").asText());
    assertThat(world.run("rm", "-l", "team=web").outText()).isEqualTo("full\n");
  }

  @Test
  void limitsAreShownWithHowTheyAreHeld() throws Exception {
    Ended created = world.run("create", "-q", "--memory", "256Mi", "--pids", "64");
    assertThat(created.exitCode()).isZero();
    String id = created.outText().strip();
    JsonNode node = info(id);
    assertThat(node.get("limits").get("memory").asText()).isEqualTo("268435456");
    for (String resource : new String[] {"memory", "pids"}) {
      boolean held = node.get("enforcement").get(resource).asText().equals("enforced");
      assertThat(created.errText().contains("limit of " + resource)).isEqualTo(!held);
    }
    world.run("rm", id);
  }

  @Test
  void severalAtOnceAndOneThatIsMissing() {
    String one = world.create();
    String two = world.create();
    Ended stopped = world.run("stop", one, "nowhere", two, "-o", "name");
    assertThat(stopped.exitCode()).isEqualTo(125);
    assertThat(stopped.outText()).isEqualTo(one + "\n" + two + "\n");
    assertThat(stopped.errText()).contains("nowhere");
    Ended removed = world.run("rm", one.substring(0, one.length() - 2), two, "nowhere");
    assertThat(removed.exitCode()).isEqualTo(125);
    assertThat(world.run("rm", "--ignore-not-found", one, two, "nowhere").exitCode()).isZero();
  }

  @Test
  void waitingEndsWithDeletionOrTime() throws Exception {
    String one = world.create();
    assertThat(world.run("wait", one, "--state", "stopped", "--timeout", "300ms").exitCode())
        .isEqualTo(124);
    Process waiting = world.start(world.sand("wait", one, "--state", "deleted"));
    assertThat(world.run("rm", one).exitCode()).isZero();
    assertThat(world.end(waiting, new byte[0]).exitCode()).isIn(0, 125);
  }
}
