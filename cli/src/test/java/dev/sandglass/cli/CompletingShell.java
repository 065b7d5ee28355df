package dev.sandglass.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A real shell on a terminal of its own, in which somebody types a line and presses TAB.
 *
 * <p>The line with all that could stand there is then read by the shell itself, as it would be on
 * Enter: what is not quoted well falls apart, or runs.
 */
final class CompletingShell implements AutoCloseable {
  private static final String TAB_THEN_DUMP = "\t\u0018d";
  private static final String LIST_THEN_DUMP = "\u0018l\u0018d";
  private static final String CLEAR = "\u0015";

  private final SandWorld world;
  private final String name;
  private final Path directory;
  private final Map<String, String> variables;
  private @Nullable Process terminal;
  private @Nullable CompletableFuture<byte[]> screen;
  private String told = "";

  /**
   * Prepares a shell.
   *
   * @param name {@code bash}, {@code zsh} or {@code fish}
   * @param directory an empty one, where its files are put, and below it the one that it runs in
   * @param variables what its environment has that the world's has not
   */
  CompletingShell(SandWorld world, String name, Path directory, Map<String, String> variables) {
    this.world = world;
    this.name = name;
    this.directory = directory;
    this.variables = variables;
    try {
      Files.createDirectories(work());
      Path programs = Files.createDirectories(directory.resolve("bin"));
      Path sand = programs.resolve("sand");
      String script = "#!/bin/sh\necho \"$*\" >>'%s'\nexec '%s' \"$@\"\n";
      Files.writeString(sand, script.formatted(calls(), world.launcher()));
      Files.setPosixFilePermissions(sand, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /** The directory that the line is typed in. */
  Path work() {
    return directory.resolve("work");
  }

  /** One line for each time that {@code sand} was run; there is none before. */
  Path calls() {
    return directory.resolve("calls");
  }

  /** Ends the shell and returns what the terminal has shown. */
  String shown() {
    close();
    return screen == null ? told : new String(screen.join(), StandardCharsets.UTF_8);
  }

  /** Returns the words that a line could end with, as the shell reads them. */
  List<String> complete(String line) {
    return name.equals("fish") ? fish(line) : typed(line, TAB_THEN_DUMP);
  }

  /** Lets the shell list what could stand there; {@link #shown} has it. */
  void list(String line) {
    if (name.equals("fish")) {
      fish(line);
    } else {
      typed(line, LIST_THEN_DUMP);
    }
  }

  /** Fish tells what it would insert; how it is quoted then is fish's own doing. */
  private List<String> fish(String line) {
    String script = "source $SCRIPT; complete -C \"$LINE\"";
    ProcessBuilder shell = builder("fish", "--no-config", "-c", script);
    shell.environment().put("LINE", line);
    SandWorld.Ended ended = world.end(world.start(shell), new byte[0]);
    told += ended.errText() + ended.outText();
    return ended.outText().lines().map(candidate -> candidate.split("\t")[0]).sorted().toList();
  }

  private List<String> typed(String line, String keys) {
    try {
      OutputStream keyboard = started().getOutputStream();
      Path out = directory.resolve("out");
      Files.deleteIfExists(out);
      type(keyboard, line + keys);
      SandWorld.until("what " + name + " makes of " + line, () -> Files.exists(out));
      type(keyboard, CLEAR);
      return candidates(line, Files.readString(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process started() throws IOException {
    Process running = terminal;
    if (running == null) {
      Files.writeString(directory.resolve(name.equals("zsh") ? ".zshrc" : "bashrc"), settings());
      Files.copy(script(), directory.resolve("_sand"), StandardCopyOption.REPLACE_EXISTING);
      String command =
          name.equals("zsh") ? "exec zsh -i" : "exec bash --rcfile " + directory + "/bashrc -i";
      ProcessBuilder shell = builder("script", "-qec", command, "/dev/null");
      running = world.start(shell.redirectErrorStream(true));
      terminal = running;
      screen = SandWorld.read(running.getInputStream());
      SandWorld.until("a prompt of " + name, () -> Files.exists(directory.resolve("ready")));
    }
    return running;
  }

  @Override
  public void close() {
    Process running = terminal;
    if (running != null && running.isAlive()) {
      try (OutputStream keyboard = running.getOutputStream()) {
        type(keyboard, "exit\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      running.onExit().join();
    }
  }

  private static void type(OutputStream keyboard, String text) throws IOException {
    keyboard.write(text.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private String settings() {
    return switch (name) {
      case "bash" ->
          """
          source "$SCRIPT"
          PS1='$ '
          bind 'set bell-style none'
          bind '"\\t": insert-completions'
          bind '"\\C-xl": possible-completions'
          dump() { eval "args=( $READLINE_LINE )"; printf '%s\\0' "${args[@]}" >"$OUT.new"; mv "$OUT.new" "$OUT"; }
          bind -x '"\\C-xd": dump'
          PROMPT_COMMAND='touch "$READY"'
          """;
      case "zsh" ->
          """
          fpath=("$ZDOTDIR" $fpath)
          autoload -Uz compinit
          compinit -u -D
          PS1='$ '
          all() { [[ $WIDGET == list-choices ]] || compstate[insert]=all }
          comppostfuncs=(all)
          dump() { eval "args=( $BUFFER )"; printf '%s\\0' "${args[@]}" >"$OUT.new"; mv "$OUT.new" "$OUT"; comppostfuncs=(all) }
          zle -N dump
          bindkey '^Xd' dump
          bindkey '^Xl' list-choices
          bindkey '^I' complete-word
          zle-line-init() { touch "$READY" }
          zle -N zle-line-init
          """;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Leaves out what had been typed; readline repeats only what stands behind a colon or equals. */
  private static List<String> candidates(String line, String dumped) {
    List<String> words = new ArrayList<>(List.of(dumped.split("\0")));
    String word = line.substring(line.lastIndexOf(' ') + 1);
    int before = line.substring(0, line.length() - word.length()).strip().split(" +").length;
    List<String> candidates = new ArrayList<>(words.subList(before, words.size()));
    String kept = word.substring(0, Math.max(word.lastIndexOf(':'), word.lastIndexOf('=')) + 1);
    for (int i = 0; i < candidates.size(); i++) {
      if (!candidates.get(i).startsWith(kept)) {
        candidates.set(i, kept + candidates.get(i));
      }
    }
    boolean nothingHappened = candidates.equals(List.of(word)) && !word.isEmpty();
    return nothingHappened ? List.of() : candidates.stream().sorted().toList();
  }

  private ProcessBuilder builder(String... command) {
    ProcessBuilder shell = world.command(command).directory(work().toFile());
    Map<String, String> environment = shell.environment();
    environment.put("HOME", world.root().resolve("home").toString());
    environment.put("ZDOTDIR", directory.toString());
    environment.put("PATH", directory.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("SCRIPT", script().toString());
    environment.put("OUT", directory.resolve("out").toString());
    environment.put("READY", directory.resolve("ready").toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.putAll(variables);
    return shell;
  }

  /** The script that the build under test prints. */
  private Path script() {
    try {
      Path script = world.root().resolve("home/completion." + name);
      if (!Files.exists(script)) {
        Files.write(script, world.run("completion", name).out());
      }
      return script;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
