package dev.sandglass.cli.command.completion;

import dev.sandglass.cli.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The directories in which zsh looks for functions before it reads a {@code .zshrc}. */
final class FunctionPath {
  private static final int PATIENCE_SECONDS = 2;

  private FunctionPath() {}

  /** Returns them; none where there is no zsh. What the user's {@code .zshrc} adds is not run. */
  static List<Path> of(Environment environment) {
    ProcessBuilder zsh = new ProcessBuilder("zsh", "-c", "print -rl -- $fpath");
    zsh.environment().clear();
    zsh.environment().putAll(environment.variables());
    zsh.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = zsh.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.lines().filter(line -> line.startsWith("/")).map(Path::of).toList();
    } catch (IOException e) {
      return List.of(); // no zsh: then the user's own directory is as good as any
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
