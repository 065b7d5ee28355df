package dev.sandglass.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessNameTest {
  @Test
  void knowsThisProcess() {
    ProcessName current = ProcessName.current();
    assertThat(current.id()).isEqualTo(ProcessHandle.current().pid());
    assertThat(current.isAlive()).isTrue();
    assertThat(ProcessName.parse(current.toString())).contains(current);
  }

  @Test
  void tellsALaterProcessOfTheSameIdFromThisOne() {
    ProcessName current = ProcessName.current();
    assertThat(new ProcessName(current.id(), current.start() - 1).isAlive()).isFalse();
  }

  @Test
  void knowsWhatHasEndedThoughNobodyWaitedForIt() throws Exception {
    // The shell becomes a program that never asks what became of the shell's child.
    String script = "exec 3<&0; cat <&3 & echo $!; exec sleep 600";
    Process parent = new ProcessBuilder("sh", "-c", script).start();
    try {
      String child = parent.inputReader().readLine();
      Path name = Path.of("/proc", Long.toString(parent.pid()), "comm");
      while (!Files.readString(name).strip().equals("sleep")) {
        Thread.onSpinWait();
      }
      parent.getOutputStream().close(); // which ends the child
      Path stat = Path.of("/proc", child, "stat");
      String text = Files.readString(stat);
      while (!text.contains(") Z ")) {
        Thread.onSpinWait();
        text = Files.readString(stat);
      }
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      ProcessName zombie = new ProcessName(Long.parseLong(child), Long.parseLong(fields[19]));
      assertThat(zombie.isAlive()).isFalse();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void knowsAProcessWhateverItIsCalled() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", "printf '%s' ') Z 1 (' >/proc/self/comm; cat").start();
    try {
      Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
      String text = Files.readString(stat);
      while (!text.contains(") Z 1 (")) {
        Thread.onSpinWait();
        text = Files.readString(stat);
      }
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      assertThat(new ProcessName(process.pid(), Long.parseLong(fields[19])).isAlive()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "1", "1-", "-1", "0-1", "1-x", "1-2-3", "01-2", "a-b", "1--2"})
  void readsNothingElse(String text) {
    assertThat(ProcessName.parse(text)).isEmpty();
  }
}
