package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sand cp} with a real sandbox. */
final class CopyIT extends SandboxFixture {
  private static final String MAKE_TREE =
      """
      cd "$1" && mkdir -p tree/empty tree/sub/deeper 'tree/with space' && cd tree &&
      echo hello >a.txt && chmod 750 a.txt && ln -s a.txt link && ln -s /etc/passwd absolute &&
      ln -s ../../../outside dangling && echo x >-dash && echo x >"quote'\\" \\$x *?" &&
      printf 'x' >"$(printf 'new\\nline')" && echo x >ümläut-日本 && : >none &&
      head -c 300000 /dev/urandom >sub/random && chmod 400 sub/random &&
      echo deep >"sub/deeper/$(printf '%0200d' 1)" && chmod 555 sub/deeper && chmod 700 empty
      """;

  /** Kinds, modes, targets of links and contents of all that is below a directory. */
  private static final String LIST_TREE =
      "cd \"$1\" && find . -printf '%y %m %l %P\\0' | sort -z | tr '\\0' '|' &&"
          + " find . -type f -print0 | sort -z | xargs -0 cksum";

  @Test
  void aTreeComesBackAsItWas(@TempDir Path directory) {
    shell(MAKE_TREE, directory.toString());
    world.succeed("cp", directory + "/tree", box + ":/workspace");
    world.succeed("cp", box + ":/workspace/tree", directory + "/back");
    assertThat(list(directory.resolve("back"))).isEqualTo(list(directory.resolve("tree")));
    shell("chmod -R u+w \"$1\"", directory.toString());
  }

  @Test
  void aTreeGoesFromSandboxToSandbox(@TempDir Path directory) {
    shell(MAKE_TREE, directory.toString());
    String other = world.create();
    world.succeed("cp", directory + "/tree", box + ":/tmp");
    world.succeed("cp", box + ":/tmp/tree", other + ":/tmp/renamed");
    world.succeed("cp", other + ":/tmp/renamed/.", directory.toString() + "/back");
    assertThat(list(directory.resolve("back"))).isEqualTo(list(directory.resolve("tree")));
    world.succeed("cp", other + ":/tmp/renamed/a.txt", box + ":/tmp/alone.txt");
    assertThat(world.succeed("fs", "cat", box, "/tmp/alone.txt").outText()).isEqualTo("hello\n");
    world.succeed("rm", other);
    shell("chmod -R u+w \"$1\"", directory.toString());
  }

  @Test
  void namesFollowTheRulesOfCp(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("one"), "1");
    world.succeed("fs", "mkdir", box, "/rules/dir");
    world.succeed("cp", file.toString(), box + ":/rules/dir");
    world.succeed("cp", file.toString(), box + ":/rules/two");
    world.succeed("cp", file.toString(), file.toString(), box + ":/rules/dir/");
    world.succeed("cp", box + ":/rules/dir", box + ":/rules/copy");
    world.succeed("cp", box + ":/rules/dir", box + ":/rules/copy");
    world.succeed("cp", box + ":/rules/dir/.", directory.toString());
    assertThat(world.succeed("fs", "find", box, "/rules").outText().lines().sorted())
        .contains("/rules/dir/one", "/rules/two", "/rules/copy/one", "/rules/copy/dir/one");
    world.succeed("cp", box + ":/rules/two", directory.toString());
    assertThat(directory.resolve("two")).hasContent("1");
  }

  @Test
  void streamsCarryPlainBytes(@TempDir Path directory) throws IOException {
    byte[] bytes = new byte[70_000];
    new java.util.Random(1).nextBytes(bytes);
    Ended in = world.run(bytes, "cp", "-", box + ":/tmp/stream");
    assertThat(in.exitCode()).as(in.errText()).isZero();
    assertThat(world.succeed("cp", box + ":/tmp/stream", "-").out()).isEqualTo(bytes);
    assertThat(world.succeed("fs", "cat", box, "/tmp/stream").out()).isEqualTo(bytes);
  }

  @Test
  void anInterruptedDownloadLeavesNothing(@TempDir Path directory) throws Exception {
    world.succeed("exec", box, "--", "truncate", "-s", "50G", "/tmp/huge");
    Path here = Files.createDirectory(directory.resolve("here"));
    Files.writeString(here.resolve("huge"), "old");
    Process copy = world.start(world.sand("cp", "-q", box + ":/tmp/huge", here.toString()));
    SandWorld.until("the download to begin", () -> count(here) == 2);
    shell("kill -INT \"$1\"", Long.toString(copy.pid()));
    assertThat(copy.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(copy.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(count(here)).isEqualTo(1);
    assertThat(here.resolve("huge")).hasContent("old");
  }

  @Test
  void anInterruptedUploadLeavesWhatWasThere() throws Exception {
    world.succeed("fs", "write", box, "/tmp/target", "old");
    Process copy = world.start(world.sand("cp", "-q", "-", box + ":/tmp/target"));
    try (OutputStream in = copy.getOutputStream()) {
      in.write("x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
      in.flush();
      shell("kill -INT \"$1\"", Long.toString(copy.pid()));
      assertThat(copy.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(copy.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(world.succeed("fs", "cat", box, "/tmp/target").outText()).isEqualTo("old");
  }

  private static long count(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String list(Path directory) {
    return shell(LIST_TREE, directory.toString());
  }

  private String shell(String script, String argument) {
    Ended ended =
        world.end(world.start(world.command("sh", "-c", script, "sh", argument)), new byte[0]);
    assertThat(ended.exitCode()).as(ended.errText()).isZero();
    return ended.outText();
  }
}
