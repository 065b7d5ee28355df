package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import org.junit.jupiter.api.Test;

final class BackgroundIT extends SandboxFixture {
  @Test
  void backgroundCommandsHaveLogsAndCanBeKilled() throws Exception {
    Ended started =
        world.run(
            "exec",
            "-d",
            box,
            "-o",
            "json",
            "--",
            "sh",
            "-c",
            "echo out; echo err >&2; exec sleep 7303");
    assertThat(started.exitCode()).isZero();
    String id = started.json().get("id").asText();
    SandWorld.until("output", () -> world.run("logs", box, id).outText().equals("out\n"));
    assertThat(world.run("logs", box, id).errText()).isEqualTo("err\n");
    assertThat(world.run("logs", "--stream", "stderr", box, id).out()).isEmpty();
    assertThat(world.run("ps", box).outText()).contains("sleep 7303");
    Process follower = world.start(world.sand("logs", "-f", box, id));
    assertThat(world.run("kill", box, id).exitCode()).isZero();
    assertThat(world.end(follower, new byte[0]).outText()).isEqualTo("out\n");
    SandWorld.until("its end", () -> !SandWorld.someProcessHas("7303"));
  }

  @Test
  void processesAreListedAndSignalled() throws Exception {
    world.run("exec", "-d", box, "--", "sleep", "7304");
    SandWorld.until("sleep", () -> world.run("ps", box).outText().contains("sleep 7304"));
    String pid = "";
    for (var process : world.run("ps", box, "-o", "json").json()) {
      if (process.get("command").toString().contains("7304")) {
        pid = process.get("pid").asText();
      }
    }
    assertThat(world.run("kill", "-s", "KILL", box, pid).exitCode()).isZero();
    SandWorld.until("its end", () -> !SandWorld.someProcessHas("7304"));
    Ended again = world.run("kill", box, "99999");
    assertThat(again.exitCode()).isEqualTo(125);
    assertThat(again.errText()).contains("99999");
  }

  @Test
  void theEntryPointHasLogs() {
    String one = world.create("--entrypoint", "echo began; echo wrong >&2; exec sleep 7305");
    SandWorld.until("its log", () -> world.run("logs", one).outText().equals("began\n"));
    assertThat(world.run("logs", one).errText()).isEqualTo("wrong\n");
    assertThat(world.run("rm", one).exitCode()).isZero();
    SandWorld.until("its end", () -> !SandWorld.someProcessHas("7305"));
  }

  @Test
  void aUserThatIsMissingIsAnError() throws Exception {
    Ended run = world.run("exec", "-o", "json", "--user", "nobody-at-all", box, "true");
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.error().get("kind").asText()).isEqualTo("invalid-request");
    assertThat(run.error().get("message").asText()).contains("nobody-at-all");
  }
}
