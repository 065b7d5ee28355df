package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExecSignalsIT extends SandboxFixture {
  /** Starts a command that says when it is ready. */
  private Process ready(String... arguments) throws Exception {
    Process process = world.start(world.sand(arguments));
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("ready");
    return process;
  }

  private void signal(Process process, String name) {
    assertThat(world.shell("kill -" + name + " " + process.pid()).exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"INT,40", "TERM,41", "HUP,42"})
  void signalsReachTheCommand(String name, int code) throws Exception {
    String script =
        "trap 'exit " + code + "' " + name + "; echo ready; while :; do sleep 0.1; done";
    Process process = ready("exec", box, "--", "sh", "-c", script);
    signal(process, name);
    assertThat(SandWorld.exitCode(process)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "HUP,129"})
  void nothingIsLeftRunning(String name, int code) throws Exception {
    String number = "74" + code;
    Process process =
        ready("exec", box, "--", "sh", "-c", "echo ready; sleep " + number + " | sleep " + number);
    signal(process, name);
    assertThat(SandWorld.exitCode(process)).isEqualTo(code);
    SandWorld.until("no sleep", () -> !SandWorld.someProcessHas(number));
    assertThat(world.run("ps", box).outText()).doesNotContain(number);
  }

  @Test
  void aCommandIgnoresNothingThatWhoeverStartedTheEngineIgnores() throws Exception {
    try (SandWorld background = new SandWorld()) {
      // As a shell without job control does with what it runs in the background.
      String command = "sh -c 'trap \"exit 7\" INT; kill -INT $$; kill -HUP $$'";
      assertThat(background.shell("trap '' INT QUIT HUP; $SAND engine start").exitCode()).isZero();
      assertThat(background.shell("$SAND run -- " + command).exitCode()).isEqualTo(7);
      assertThat(background.terminal("$SAND run -t -- " + command).exitCode()).isEqualTo(7);
      assertThat(background.shell("$SAND run -- sh -c 'kill -HUP $$'").exitCode()).isEqualTo(129);
    }
  }

  @Test
  void aSecondInterruptForces() throws Exception {
    String script = "trap 'echo no' INT; echo ready; while :; do sleep 7501; done";
    Process process = ready("exec", box, "--", "sh", "-c", script);
    signal(process, "INT");
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("no");
    signal(process, "INT");
    assertThat(SandWorld.exitCode(process)).isEqualTo(130);
    SandWorld.until("no sleep", () -> !SandWorld.someProcessHas("7501"));
  }

  @Test
  void aKilledClientTakesTheCommandWithIt() throws Exception {
    Process process = ready("exec", box, "--", "sh", "-c", "echo ready; exec sleep 7502");
    SandWorld.exitCode(process.destroyForcibly());
    SandWorld.until("no sleep", () -> !SandWorld.someProcessHas("7502"));
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "HUP,129"})
  void anEndedRunLeavesNoSandbox(String name, int code) throws Exception {
    String label = "run=" + name;
    Process process = ready("run", "-l", label, "--", "sh", "-c", "echo ready; sleep 75" + code);
    signal(process, name);
    assertThat(SandWorld.exitCode(process)).isEqualTo(code);
    SandWorld.until("no sandbox", () -> world.run("ls", "-a", "-q", "-l", label).out().length == 0);
    assertThat(SandWorld.someProcessHas("75" + code)).isFalse();
  }

  @Test
  void aRunThatIsInterruptedEarlyLeavesNoSandbox() {
    for (String delay : new String[] {"0.15", "0.2", "0.25", "0.3", "0.35", "0.4"}) {
      Ended run =
          world.shell(
              "$SAND run -l run=early -- sleep 7601 & p=$!; sleep "
                  + delay
                  + "; kill -TERM $p; wait $p");
      assertThat(run.exitCode()).isIn(130, 143);
    }
    SandWorld.until(
        "no sandbox", () -> world.run("ls", "-a", "-q", "-l", "run=early").out().length == 0);
    SandWorld.until("no sleep", () -> !SandWorld.someProcessHas("7601"));
  }
}
