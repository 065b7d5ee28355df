package dev.sandglass.telemetry.spool;

import dev.sandglass.scrubber.RouteTemplate;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A running {@link QueueProcess} and what it said. */
final class Child implements AutoCloseable {
  /** Not that of this JVM: whoever runs the tests may have a class loader of its own. */
  private static final String CLASS_PATH =
      Stream.of(QueueProcess.class, Spool.class, RouteTemplate.class, CommandLine.class)
          .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
          .map(location -> Path.of(URI.create(location.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));

  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private Child(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** The command line of a process; {@code step} is where it halts, 0 for nowhere. */
  static List<String> command(Path directory, int step, String action, int number) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Xmx64m",
        "-cp",
        CLASS_PATH,
        QueueProcess.class.getName(),
        directory.toString(),
        Integer.toString(step),
        action,
        Integer.toString(number));
  }

  static Child start(Path directory, int step, String action, int number) throws IOException {
    return start(command(directory, step, action, number));
  }

  static Child start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new Child(builder.start());
  }

  /** Reads on to a line that begins so; empty if the process ends before it. */
  Optional<String> readTo(String beginning) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith(beginning)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** Lets it go on. */
  void goOn() throws IOException {
    process.outputWriter().write("\n");
    process.outputWriter().flush();
  }

  /** Kills it with a signal that it cannot see, and reads what it said before. */
  void kill() throws IOException, InterruptedException {
    // Process.destroyForcibly would close the pipe with what it had said.
    process.toHandle().destroyForcibly();
    end();
  }

  /** Reads to the end, and returns its exit status. */
  int end() throws IOException, InterruptedException {
    readToEnd();
    return process.waitFor();
  }

  private void readToEnd() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
  }

  /** What it said in lines that begin with a word, without the word. */
  List<String> said(String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
