package dev.sandglass.cli.command.completion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.Environment;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.reference.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a shell looks for the completion of a command.
 *
 * @param shell the shell
 * @param file the script
 * @param startup the file that the shell reads at its start, if a line has to be added there
 * @param lines what has to be added
 */
record InstallPlace(Shell shell, Path file, Optional<Path> startup, List<String> lines) {
  static final View<InstallPlace> VIEW =
      View.of(place -> place.file().toString(), InstallPlace::json);

  /** What bash reads scripts of commands with, when the first TAB after their names is pressed. */
  private static final List<String> BASH_COMPLETION =
      List.of(
          "/usr/share/bash-completion/bash_completion",
          "/usr/local/share/bash-completion/bash_completion",
          "/usr/local/etc/profile.d/bash_completion.sh",
          "/opt/homebrew/etc/profile.d/bash_completion.sh",
          "/etc/bash_completion");

  InstallPlace {
    lines = List.copyOf(lines);
  }

  static InstallPlace of(Shell shell, Environment environment) {
    Path home = Path.of(environment.get("HOME").orElseGet(() -> System.getProperty("user.home")));
    Path configuration = directory(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
    Path data = directory(environment, "XDG_DATA_HOME", home.resolve(".local/share"));
    return switch (shell) {
      case BASH ->
          bash(
              directory(environment, "BASH_COMPLETION_USER_DIR", data.resolve("bash-completion")),
              home);
      case ZSH -> zsh(environment, data, home);
      case FISH -> ready(shell, configuration.resolve("fish/completions/sand.fish"));
      case POWERSHELL -> {
        Path profile = configuration.resolve("powershell");
        Path file = profile.resolve("sand-completion.ps1");
        String line = ". " + shell.quoted(file.toString());
        yield new InstallPlace(
            shell,
            file,
            Optional.of(profile.resolve("Microsoft.PowerShell_profile.ps1")),
            List.of(line));
      }
    };
  }

  private static InstallPlace bash(Path user, Path home) {
    Path file = user.resolve("completions/sand");
    if (BASH_COMPLETION.stream().anyMatch(name -> Files.exists(Path.of(name)))) {
      return ready(Shell.BASH, file);
    }
    String line = "source " + Shell.BASH.quoted(file.toString());
    return new InstallPlace(Shell.BASH, file, Optional.of(home.resolve(".bashrc")), List.of(line));
  }

  private static InstallPlace zsh(Environment environment, Path data, Path home) {
    for (Path directory : FunctionPath.of(environment)) {
      if (Files.isDirectory(directory) && Files.isWritable(directory)) {
        return ready(Shell.ZSH, directory.resolve("_sand"));
      }
    }
    Path directory = data.resolve("zsh/site-functions");
    Path startup = directory(environment, "ZDOTDIR", home).resolve(".zshrc");
    return new InstallPlace(
        Shell.ZSH,
        directory.resolve("_sand"),
        Optional.of(startup),
        List.of(
            "fpath=(" + Shell.ZSH.quoted(directory.toString()) + " $fpath)",
            "autoload -Uz compinit && compinit"));
  }

  private static InstallPlace ready(Shell shell, Path file) {
    return new InstallPlace(shell, file, Optional.empty(), List.of());
  }

  /** The first of the directories that a variable names; relative ones count as not set. */
  private static Path directory(Environment environment, String variable, Path otherwise) {
    String named = environment.get(variable).orElse("").split(":")[0];
    return named.startsWith("/") ? Path.of(named) : otherwise;
  }

  private ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("shell", shell.toString());
    document.put("file", file.toString());
    document.put("startup", startup.map(Path::toString).orElse(null));
    lines.forEach(document.putArray("lines")::add);
    return document;
  }
}
