package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Completion in real shells, with a real engine. */
final class CompletionIT extends SandboxFixture {
  private static final List<String> HOSTILE =
      List.of(
          "$(touch pwned)",
          "`touch pwned`",
          "; touch pwned",
          "a b",
          "it's",
          "\"quoted\"",
          "back\\slash",
          "*",
          "!bang",
          "~tilde",
          "#hash",
          "$HOME",
          "a=b@c",
          "{x,y}",
          "\u00fcber");

  @TempDir private Path directory;

  static Stream<String> shells() {
    return Stream.of("bash", "zsh", "fish").filter(CompletingShell::isInstalled);
  }

  /** Lines, a bar, and what they could end with; F are the files that lie there. */
  private static final String LINES =
      """
      sand f | fs
      sand fs g | grep
      sand -o json fs g | grep
      sand --provider local fs gr | grep
      sand -qo json fs gr | grep
      sand fs ls -o j | json
      sand fs ls --output=y | --output=yaml
      sand fs ls --dep | --depth
      sand ls --no-in | --no-input
      sand completion z | zsh
      sand help snapshot i | info
      sand snapshot l | ls
      sand ls nonsense |
      sand create --network h | host-allowed
      sand wait box --state d | deleted
      sand config set output t | table
      sand config get engine.i | engine.idle-minutes
      sand config set telemetry.enabled t | true
      sand create --name n |
      sand create --env-file n | notes.txt
      sand create --env-file=n | --env-file=notes.txt
      sand run --cpu 2 --env-file n | notes.txt
      sand template add x n | notes.txt
      sand api POST /x -d @n | @notes.txt
      sand api POST n |
      sand cp ./n | ./notes.txt
      sand run -- cat n | notes.txt
      sand run cat n | notes.txt
      sand exec box -- cat n | notes.txt
      sand exec box -w / cat n | notes.txt
      sand exec -- box cat n | notes.txt
      sand create --cpu 1 -- cat n | notes.txt
      """;

  @ParameterizedTest
  @MethodSource("shells")
  void whatNeverChangesIsInTheScript(String name) throws Exception {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    Map<String, List<String>> offered = new LinkedHashMap<>();
    try (CompletingShell shell = shell(name, Map.of())) {
      Files.createFile(shell.work().resolve("notes.txt"));
      for (String line : LINES.split("\n")) {
        String[] halves = line.split(" \\|");
        expected.put(halves[0], halves.length > 1 ? List.of(halves[1].strip()) : List.of());
        offered.put(halves[0], shell.complete(halves[0]));
      }
      assertThat(offered).isEqualTo(expected);
      assertThat(shell.complete("sand telemetry ")).contains("log").doesNotContain("upload");
      assertThat(shell.complete("sand engine serve --"))
          .contains("--listen", "--otel")
          .doesNotContain("--daemon");
      assertThat(shell.calls()).as("runs of sand").doesNotExist();
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatWordsMeanIsShownWhereTheShellShowsThat(String name) {
    boolean shows = !name.equals("bash");
    try (CompletingShell shell = shell(name, Map.of())) {
      shell.list("sand snapshot ");
      shell.list("sand fs ls --d");
      assertThat(shell.shown().contains("Take a snapshot")).isEqualTo(shows);
      assertThat(shell.shown().contains("How many levels")).isEqualTo(shows);
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void namesAreThoseThatThereAre(String name) {
    world.run("snapshot", "create", box, "--name", "frozen-" + name);
    world.run("volume", "create", "cache");
    world.run("config", "set", "providers.lab.url", "http://127.0.0.1:9");
    try (CompletingShell shell = shell(name, Map.of())) {
      expect(shell, "sand exec sb", box);
      expect(shell, "sand rm other " + box.substring(0, 4), box);
      expect(shell, "sand -q fs ls " + box.substring(0, 4), box);
      expect(shell, "sand cp " + box.substring(0, 4), box + ":");
      expect(shell, "sand create --snapshot frozen-" + name.charAt(0), "frozen-" + name);
      expect(shell, "sand snapshot rm frozen-" + name.charAt(0), "frozen-" + name);
      expect(shell, "sand volume rm c", "cache");
      expect(shell, "sand create -v ca", "cache:");
      expect(shell, "sand run --image=ho", "--image=host");
      expect(shell, "sand template rm h", "host");
      expect(shell, "sand --provider l", "lab", "local");
      expect(shell, "sand provider use la", "lab");
      expect(shell, "sand config set provider la", "lab");
      expect(shell, "sand config get providers.lab.u", "providers.lab.url");
    }
    world.run("config", "unset", "providers.lab.url");
    world.run("volume", "rm", "cache");
    world.run("snapshot", "rm", "frozen-" + name);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void pathsAreThoseInsideTheSandbox(String name) {
    world.run("exec", box, "--", "mkdir", "-p", "/workspace/deep/er");
    world.run("exec", box, "--", "touch", "/workspace/deep/file", "/workspace/deep/a@1");
    try (CompletingShell shell = shell(name, Map.of())) {
      expect(shell, "sand fs cat " + box + " /workspace/deep/f", "/workspace/deep/file");
      expect(shell, "sand fs mv " + box + " /x /workspace/deep/e", "/workspace/deep/er/");
      expect(shell, "sand fs ls " + box + " /worksp", "/workspace/");
      expect(shell, "sand cp " + box + ":/workspace/deep/f", box + ":/workspace/deep/file");
      expect(shell, "sand fs cat " + box + " /workspace/deep/a@", "/workspace/deep/a@1");
      expect(
          shell,
          "sand cp notes.txt " + box + ":/workspace/deep/",
          box + ":/workspace/deep/a@1",
          box + ":/workspace/deep/er/",
          box + ":/workspace/deep/file");
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatFilesAreCalledIsNeitherRunNorObeyed(String name) {
    String place = "/workspace/hostile-" + name;
    List<String> script = new ArrayList<>(List.of("exec", box, "--", "sh", "-c"));
    script.add("mkdir $0; cd $0; touch -- \"$@\"");
    script.add(place);
    script.addAll(HOSTILE);
    script.addAll(List.of("\u001b[31mred", "two\nlines", "tab\tbed", "\u202eturned"));
    assertThat(world.run(script.toArray(String[]::new)).exitCode()).isZero();
    try (CompletingShell shell = shell(name, Map.of())) {
      String[] paths = HOSTILE.stream().map(file -> place + "/" + file).toArray(String[]::new);
      expect(shell, "sand fs cat " + box + " " + place + "/", paths);
      expect(
          shell,
          "sand cp " + box + ":" + place + "/",
          Stream.of(paths).map(path -> box + ":" + path).toArray(String[]::new));
      assertThat(shell.work()).isEmptyDirectory();
      assertThat(shell.shown()).doesNotContain("\u001b[31mred").doesNotContain("\u202e");
    }
  }

  /** Presses TAB until it is there: a busy JVM may not manage to ask within the time there is. */
  static void expect(CompletingShell shell, String line, String... expected) {
    List<String> sorted = Stream.of(expected).sorted().toList();
    AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
    try {
      SandWorld.until(
          line,
          () -> {
            seen.set(shell.complete(line));
            return seen.get().equals(sorted);
          });
    } catch (AssertionError e) {
      assertThat(seen.get()).as(line).isEqualTo(sorted);
    }
  }

  private CompletingShell shell(String name, Map<String, String> variables) {
    return new CompletingShell(world, name, directory, variables);
  }
}
