package dev.sandglass.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks and rights as they should not be. */
@Timeout(120)
class DiskIT {
  @TempDir Path temporary;

  /** Runs a process with a small disk of its own at the temporary directory. */
  private Child onDisk(String preparation) throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    List<String> command = new ArrayList<>(List.of("unshare", root ? "-m" : "-rm", "sh", "-ec"));
    command.add("mount -t tmpfs -o size=64k tmpfs \"$0\"; " + preparation + " exec \"$@\"");
    command.add(temporary.toString());
    command.addAll(Child.command(temporary.resolve("state/telemetry"), 0, "fill", 0));
    return Child.start(command);
  }

  @Test
  void leavesNothingHalfWrittenOnAFullDisk() throws Exception {
    try (Child child = onDisk("")) {
      assertThat(child.end()).isZero();
      int written = Integer.parseInt(child.said("written").get(0));
      assertThat(written).isBetween(1, 10);
      assertThat(child.said("files")).containsExactly(written + " " + written);
      assertThat(child.said("unfinished")).containsExactly("0");
    }
  }

  @Test
  void goesOnWithoutRecordingOnADiskThatIsFullFromTheStart() throws Exception {
    String fill = "dd if=/dev/zero of=\"$0/rest\" bs=1k count=100 2>/dev/null || :;";
    try (Child child = onDisk(fill)) {
      assertThat(child.end()).isZero();
      assertThat(child.said("written")).containsExactly("0");
      assertThat(child.said("unfinished")).containsExactly("0");
      assertThat(child.said("notice")).containsExactly("false false");
      assertThat(child.said("start")).containsExactly("false");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mkdir -p \"$0/state/telemetry/queue\";"})
  void goesOnWithoutRecordingOnAReadOnlyDisk(String before) throws Exception {
    try (Child child = onDisk(before + " mount -o remount,bind,ro \"$0\";")) {
      assertThat(child.end()).isZero();
      assertThat(child.said("written")).containsExactly("0");
      assertThat(child.said("files")).containsExactly("0 0");
      assertThat(child.said("notice")).containsExactly("false false");
      assertThat(child.said("start")).containsExactly("false");
      assertThat(child.said("due")).containsExactly("false");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "0002", "0022", "0027", "0077", "0177", "0277", "0777"})
  void isForItsUserOnlyWhateverTheUmaskIs(String umask) throws Exception {
    StateDirectory directory = new StateDirectory(temporary.resolve("state/telemetry"));
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask \"$0\"; exec \"$@\"", umask));
    command.addAll(Child.command(directory.path(), 0, "write", 3));
    try (Child child = Child.start(command)) {
      assertThat(child.end()).isZero();
      assertThat(child.said("written")).hasSize(6);
    }
    int taken = Integer.parseInt(umask, 8);
    assertThat(modes())
        .allSatisfy(
            mode ->
                assertThat(mode)
                    .isEqualTo(
                        mode.startsWith("d")
                            ? "drwx------"
                            : "-"
                                + ((taken & 0400) == 0 ? "r" : "-")
                                + ((taken & 0200) == 0 ? "w" : "-")
                                + "-------"));
    try (Queue queue = Queue.tryOpen(directory, Trace.NONE).orElseThrow()) {
      queue.recover(Instant.now());
      assertThat(queue.claim()).hasSize(3);
    }
  }

  private List<String> modes() throws IOException {
    List<String> modes = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(temporary.resolve("state"))) {
      for (Path path : paths.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        modes.add((Files.isDirectory(path) ? "d" : "-") + mode);
      }
    }
    return modes;
  }
}
