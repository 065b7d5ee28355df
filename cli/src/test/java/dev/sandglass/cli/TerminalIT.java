package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TerminalIT extends SandboxFixture {
  @Test
  void theCommandHasATerminalOfTheSameSize() {
    Ended run =
        world.terminal(
            "stty rows 33 cols 111; $SAND exec -t "
                + box
                + " -- sh -c 'tty; stty size; echo $TERM; exit 5'; echo code $?");
    assertThat(run.outText()).contains("/dev/pts/").contains("33 111\r\nxterm\r\n");
    assertThat(run.outText()).contains("code 5");
  }

  @Test
  void withoutTheOptionItHasNone() {
    Ended run = world.terminal("$SAND exec " + box + " -- sh -c 'tty; test -t 1 || echo pipe'");
    assertThat(run.outText()).contains("not a tty").contains("pipe");
  }

  @Test
  void aNewSizeArrives() throws Exception {
    Path go = world.root().resolve("go");
    Process process =
        world.start(
            world.onTerminal(
                "(until [ -e "
                    + go
                    + " ]; do sleep 0.05; done; stty rows 44 cols 99 </dev/tty) & "
                    + "$SAND exec -t "
                    + box
                    + " -- sh -c 'echo ready;"
                    + " until [ \"$(stty size)\" = \"44 99\" ]; do sleep 0.1; done; echo resized'"));
    BufferedReader out = reader(process);
    readUntil(out, "ready");
    Files.createFile(go);
    readUntil(out, "resized");
    assertThat(SandWorld.exitCode(process)).isZero();
  }

  @Test
  void keysGoToTheCommandEvenCtrlC() throws Exception {
    Process process =
        world.start(
            world.onTerminal(
                "$SAND exec -t "
                    + box
                    + " -- sh -c 'trap \"echo caught; exit 9\" INT; echo ready;"
                    + " while :; do sleep 0.1; done'"));
    BufferedReader out = reader(process);
    readUntil(out, "ready");
    OutputStream keys = process.getOutputStream();
    keys.write(3);
    keys.flush();
    readUntil(out, "caught");
    assertThat(SandWorld.exitCode(process)).isEqualTo(9);
  }

  @Test
  void theTerminalIsRestored() {
    for (String end : new String[] {"true", "false", "no-such-program", "sh -c 'kill -9 $$'"}) {
      Ended run =
          world.terminal(
              "a=$(stty -g); $SAND exec -t "
                  + box
                  + " -- "
                  + end
                  + "; [ \"$a\" = \"$(stty -g)\" ] && echo restored");
      assertThat(run.outText()).contains("restored");
    }
    Ended missing =
        world.terminal(
            "a=$(stty -g); $SAND exec -t nowhere true; [ \"$a\" = \"$(stty -g)\" ] && echo restored");
    assertThat(missing.outText()).contains("restored");
  }

  @Test
  void theTerminalIsRestoredAfterASignal() {
    Ended run =
        world.terminal(
            "a=$(stty -g); $SAND exec -t "
                + box
                + " -- sleep 7701 </dev/tty & p=$!;"
                + " until pgrep -fx 'sleep 7701' >/dev/null; do sleep 0.1; done; kill -TERM $p;"
                + " wait $p; echo code $?; [ \"$a\" = \"$(stty -g)\" ] && echo restored");
    assertThat(run.outText()).contains("code 143").contains("restored");
    SandWorld.until("no sleep", () -> !SandWorld.someProcessHas("7701"));
  }

  @Test
  void aTerminalNeedsOne() throws Exception {
    Ended run = world.run("exec", "-t", "-o", "json", box, "true");
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.error().get("kind").asText()).isEqualTo("no-terminal");
  }

  @Test
  void aShellIsInteractive() throws Exception {
    Process process = world.start(world.onTerminal("$SAND shell " + box));
    OutputStream keys = process.getOutputStream();
    keys.write("test -t 0 && echo is-$((40 + 2))\nexit 4\n".getBytes(StandardCharsets.UTF_8));
    keys.flush();
    readUntil(reader(process), "is-42");
    assertThat(SandWorld.exitCode(process)).isEqualTo(4);
  }

  @Test
  void colourIsForTerminalsOnly() {
    String wrong = "$SAND ps nowhere";
    assertThat(world.terminal(wrong).outText()).contains("\u001b[31m");
    assertThat(world.terminal("NO_COLOR=1 " + wrong).outText()).doesNotContain("\u001b");
    assertThat(world.terminal("TERM=dumb " + wrong).outText()).doesNotContain("\u001b");
    assertThat(world.shell(wrong).errText()).doesNotContain("\u001b");
    assertThat(world.shell("$SAND --help").outText()).doesNotContain("\u001b");
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void readUntil(BufferedReader out, String text) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError("Ended without " + text);
  }
}
