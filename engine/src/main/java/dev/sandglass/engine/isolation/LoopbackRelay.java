package dev.sandglass.engine.isolation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Leads ports of the loopback interfaces inside sandboxes to sockets of the host, by one small
 * process for each sandbox: outside of all its namespaces but the network's, without capabilities,
 * and only copying bytes. It outlives the engine and ends with the sandbox.
 */
final class LoopbackRelay {
  private final LinuxIsolation isolation;

  LoopbackRelay(LinuxIsolation isolation) {
    this.isolation = isolation;
  }

  /** Whether this machine can do it; what is missing otherwise. */
  static boolean available(HostPrograms programs, HostProbe probe) {
    if (programs.has("perl")) {
      return true;
    }
    probe.note("programs in sandboxes cannot tell about themselves by OpenTelemetry: install perl");
    return false;
  }

  /** As {@link Holder#relay}. */
  List<Integer> open(LinuxHolder holder, Path socket, List<Integer> ports) {
    Path record = isolation.box(holder.id()).resolve("relay");
    try {
      // A relay keeps the directory that it was started in, even if that was deleted since.
      String place = socket + " " + Files.getAttribute(socket.getParent(), "unix:ino");
      Optional<Running> running = running(record);
      if (running.isPresent()) {
        if (running.get().serves(holder, place)) {
          return running.get().ports();
        }
        end(running.get());
      }
      Process process = start(holder, socket, ports);
      long start = ProcessTable.find(process.pid()).map(ProcessTable.Entry::start).orElse(-1L);
      String line;
      try (var output = process.inputReader(StandardCharsets.US_ASCII)) {
        line = output.readLine();
      }
      if (line == null) {
        throw new IsolationException("ports of " + holder.id() + " cannot be listened on");
      }
      List<Integer> open = numbers(line);
      if (!open.isEmpty()) {
        String identity = process.pid() + " " + start + " " + holder.pid();
        Files.writeString(record, identity + "\n" + place + "\n" + line + "\n");
      }
      return open;
    } catch (IOException e) {
      throw new IsolationException("cannot listen inside " + holder.id() + ": " + e, e);
    }
  }

  private record Running(long pid, long start, long holder, String place, List<Integer> ports) {
    boolean serves(LinuxHolder other, String wanted) {
      return holder == other.pid() && place.equals(wanted);
    }
  }

  private static Optional<Running> running(Path record) throws IOException {
    try {
      List<String> lines = Files.readAllLines(record);
      String[] words = lines.get(0).split(" ");
      var running =
          new Running(
              Long.parseLong(words[0]),
              Long.parseLong(words[1]),
              Long.parseLong(words[2]),
              lines.get(1),
              numbers(lines.get(2)));
      return Optional.of(running).filter(r -> ProcessTable.alive(r.pid(), r.start()));
    } catch (NoSuchFileException | IndexOutOfBoundsException | NumberFormatException e) {
      // Never started, or cut short by the end of the machine, and of the relay with it.
      return Optional.empty();
    }
  }

  private static List<Integer> numbers(String line) {
    return Arrays.stream(line.strip().split(" "))
        .filter(word -> !word.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  private void end(Running running) {
    isolation.signals().send("KILL", List.of(running.pid()));
    while (ProcessTable.alive(running.pid(), running.start())) {
      LinuxHolder.nap();
    }
  }

  private Process start(LinuxHolder holder, Path socket, List<Integer> ports) {
    List<String> command = new ArrayList<>(List.of("setsid", "nsenter"));
    command.addAll(List.of("-t", Long.toString(holder.pid()), "--user"));
    if (isolation.ids().keepsCredentials()) {
      command.add("--preserve-credentials");
    }
    command.addAll(List.of("--net", "setpriv", "--no-new-privs"));
    command.addAll(List.of("--bounding-set=-all", "--inh-caps=-all", "perl", "-"));
    command.addAll(List.of(Long.toString(holder.pid()), socket.getFileName().toString()));
    command.addAll(ports.stream().map(String::valueOf).collect(Collectors.toList()));
    // The working directory and the script are open already: the relay's user may search no
    // directory above them.
    return isolation
        .spawner()
        .start(
            isolation
                .trusted(command)
                .directory(socket.getParent().toFile())
                .redirectInput(new File(isolation.scripts().path("relay.pl")))
                .redirectError(ProcessBuilder.Redirect.DISCARD));
  }
}
