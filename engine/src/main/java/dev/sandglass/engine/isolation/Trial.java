package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a process found out about this machine by trying it.
 *
 * @param problem why there can be no user namespaces; empty if there can
 * @param pidNamespaces whether bubblewrap is there and can join the namespace of process ids
 * @param places controller to the directory where groups of sandboxes can be made and joined; ""
 *     stands for version 2
 */
record Trial(Optional<String> problem, boolean pidNamespaces, Map<String, Path> places) {
  private static final String NAMESPACES = "namespaces ";
  private static final String JOINED = "joined ";

  /**
   * Tries: one process does it all, unless a control group cannot be joined and there is another
   * place to be tried. Leaves no groups behind.
   *
   * @param bubblewrap whether there is a bubblewrap to be asked
   */
  static Trial of(boolean bubblewrap, GroupCandidates candidates) {
    List<String> found = attempt(candidates, candidates.begin(), true, bubblewrap);
    List<Path> next = candidates.begin();
    while (!next.isEmpty()) {
      attempt(candidates, next, false, false);
      next = candidates.begin();
    }
    String namespaces =
        found.stream().filter(line -> line.startsWith(NAMESPACES)).findFirst().orElse("");
    return new Trial(problem(namespaces), found.contains("pidns"), candidates.parents());
  }

  private static Optional<String> problem(String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length < 3) {
      return Optional.of("it could not be tried");
    }
    if (parts[1].equals("0")) {
      return Optional.empty();
    }
    return Optional.of(parts[2].isEmpty() ? "exit code " + parts[1] : parts[2]);
  }

  private static List<String> attempt(
      GroupCandidates candidates, List<Path> groups, boolean namespaces, boolean bubblewrap) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", Scripts.text("probe.sh"), "sh"));
    command.add(namespaces ? "yes" : "no");
    command.add(bubblewrap ? "yes" : "no");
    groups.forEach(group -> command.add(group.toString()));
    Set<Path> joined = new HashSet<>();
    try {
      List<String> lines = run(command);
      lines.stream()
          .filter(line -> line.startsWith(JOINED))
          .forEach(line -> joined.add(Path.of(line.substring(JOINED.length()))));
      return lines;
    } finally {
      candidates.end(joined);
    }
  }

  private static List<String> run(List<String> command) {
    try {
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("PATH", HostPrograms.PATH);
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text.lines().toList();
    } catch (IOException e) {
      return List.of(NAMESPACES + "127 " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IsolationException("interrupted while looking at this machine", e);
    }
  }
}
