package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecIT extends SandboxFixture {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 125, 255})
  void theExitCodeIsThatOfTheCommand(int code) {
    assertThat(world.run("exec", box, "--", "sh", "-c", "exit " + code).exitCode()).isEqualTo(code);
  }

  @Test
  void aMissingProgramIs127AndASignalIs128AndMore() {
    assertThat(world.run("exec", box, "no-such-program").exitCode()).isEqualTo(127);
    assertThat(world.run("exec", box, "/etc").exitCode()).isEqualTo(126);
    assertThat(world.run("exec", box, "sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
  }

  @Test
  void outputIsByteExactAndApart() {
    byte[] random = new byte[3_000_000];
    new Random(7).nextBytes(random);
    Ended both =
        world.run(random, "exec", box, "sh", "-c", "cat > /tmp/in; cat /tmp/in; cat /tmp/in >&2");
    assertThat(both.exitCode()).isZero();
    assertThat(both.out()).isEqualTo(random);
    assertThat(both.err()).isEqualTo(random);
    Ended apart = world.run("exec", box, "sh", "-c", "printf a; printf b >&2");
    assertThat(apart.outText()).isEqualTo("a");
    assertThat(apart.errText()).isEqualTo("b");
  }

  @Test
  void inputAndOutputFlowAtOnce() throws Exception {
    Process cat = world.start(world.sand("exec", box, "cat"));
    OutputStream in = cat.getOutputStream();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(cat.getInputStream(), StandardCharsets.UTF_8));
    for (String line : new String[] {"first", "second"}) {
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertThat(out.readLine()).isEqualTo(line);
    }
    assertThat(world.end(cat, new byte[0]).exitCode()).isZero();
  }

  @Test
  void aCommandThatDoesNotReadEndsAllTheSame() {
    byte[] much = new byte[10_000_000];
    assertThat(world.run(much, "exec", box, "true").exitCode()).isZero();
    assertThat(world.run(much, "exec", box, "head", "-c", "3").out()).hasSize(3);
  }

  @Test
  void inputCanBeKeptBack() {
    Ended loop =
        world.shell(
            "printf 'a\\nb\\n' | while read x; do $SAND exec --no-stdin " + box + " echo $x; done");
    assertThat(loop.outText()).isEqualTo("a\nb\n");
    Ended none = world.run("exec", "--no-stdin", box, "wc", "-c");
    assertThat(none.outText().strip()).isEqualTo("0");
  }

  @Test
  void directoryVariablesAndArgumentsArriveAsGiven() {
    Ended run =
        world.run(
            "exec",
            box,
            "-w",
            "/tmp",
            "-e",
            "A=b = c",
            "-e",
            "E=",
            "--",
            "sh",
            "-c",
            "pwd; echo \"$A|$E|$1|$2\"",
            "x",
            "-e",
            "two  words");
    assertThat(run.outText()).isEqualTo("/tmp\nb = c||-e|two  words\n");
    assertThat(world.run("exec", box, "-e", "SURELY_NOT_SET", "true").errText())
        .contains("SURELY_NOT_SET");
  }

  @Test
  void aDirectoryThatIsMissingIsAnError() {
    Ended run = world.run("exec", "-w", "/no/such", box, "true");
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.errText()).startsWith("sand: ").contains("/no/such");
  }

  @Test
  void userIsThatOfTheOption() {
    assertThat(world.run("exec", box, "id", "-u").outText()).isEqualTo("0\n");
    assertThat(world.run("exec", "--user", "0:0", box, "id", "-u").outText()).isEqualTo("0\n");
  }

  @Test
  void aTimeLimitEndsTheCommandWith124() {
    Ended run = world.run("exec", "--timeout", "1s", box, "sleep", "7301");
    assertThat(run.exitCode()).isEqualTo(124);
    assertThat(run.errText()).isEqualTo("sand: The command did not end within 1s\n");
    SandWorld.until("no sleep", () -> !SandWorld.someProcessHas("7301"));
  }

  @Test
  void aReaderThatGoesAwayEndsTheCommandQuietly() {
    Ended run = world.shell("{ $SAND exec " + box + " -- yes 7302; echo $? >&2; } | head -n 1");
    assertThat(run.outText()).isEqualTo("7302\n");
    assertThat(run.errText()).isEqualTo("141\n");
    SandWorld.until("no yes", () -> !SandWorld.someProcessHas("7302"));
  }

  @Test
  void aShellReadsCommandsFromAPipe() {
    Ended run = world.run("echo $0; exit 3\n".getBytes(StandardCharsets.UTF_8), "shell", box);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.outText()).contains("sh");
  }
}
