package dev.sandglass.engine.isolation;

import java.io.File;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Gives sandboxes outbound network through slirp4netns, a network stack in user space: nothing of
 * the host's own network is changed, and nothing of it is left behind. Routes that the sandbox
 * cannot change keep it away from the host's own addresses.
 */
final class SandboxNetwork {
  private static final long READY_SECONDS = 5;

  private final LinuxIsolation isolation;

  SandboxNetwork(LinuxIsolation isolation) {
    this.isolation = isolation;
  }

  /** Whether this machine can do it; what is missing otherwise. */
  static boolean available(HostPrograms programs, HostProbe probe) {
    if (!programs.has("slirp4netns") || !programs.has("ip")) {
      probe.note("sandboxes cannot be given a network: install slirp4netns and iproute2");
      return false;
    }
    try {
      Files.newByteChannel(
              Path.of("/dev/net/tun"),
              java.nio.file.StandardOpenOption.READ,
              java.nio.file.StandardOpenOption.WRITE)
          .close();
      return true;
    } catch (IOException e) {
      probe.note(
          "sandboxes cannot be given a network: /dev/net/tun does not open ("
              + e.getMessage()
              + "); as root run 'modprobe tun' and 'chmod 666 /dev/net/tun'");
      return false;
    }
  }

  /** Connects a new sandbox. */
  void connect(LinuxHolder holder) {
    if (!isolation.capabilities().hostAllowedNetwork()) {
      throw new IsolationException(
          "this machine cannot give a sandbox network: "
              + isolation.capabilities().notes().stream()
                  .filter(note -> note.contains("network"))
                  .findFirst()
                  .orElse("slirp4netns does not work here"));
    }
    Path box = isolation.box(holder.id());
    Path ready = box.resolve("network-ready");
    try {
      Files.deleteIfExists(ready);
      List<String> command =
          List.of(
              "setsid",
              "sh",
              "-c",
              "exec 9>\"$1\"; shift; exec \"$@\"",
              "sh",
              ready.toString(),
              "slirp4netns",
              "--configure",
              "--mtu=65520",
              "--disable-host-loopback",
              "--ready-fd=9",
              "--userns-path=/proc/" + holder.pid() + "/ns/user",
              Long.toString(holder.pid()),
              "tap0");
      Process process = start(command, box.resolve("network.log").toFile());
      long start = ProcessTable.find(process.pid()).map(ProcessTable.Entry::start).orElse(-1L);
      Files.writeString(box.resolve("network"), process.pid() + " " + start);
      await(process, ready, box.resolve("network.log"));
      forbid(holder);
    } catch (IOException e) {
      throw new IsolationException("cannot set up the sandbox's network: " + e.getMessage(), e);
    }
  }

  private static void await(Process process, Path ready, Path log) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!Files.exists(ready) || Files.size(ready) == 0) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        process.destroyForcibly();
        String reason = Files.readString(log).lines().reduce((a, b) -> b).orElse("no answer");
        throw new IsolationException("the sandbox's network did not start: " + reason);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IsolationException("interrupted while starting the network", e);
      }
    }
  }

  /** Unreachable routes to every address of the host itself. */
  private void forbid(LinuxHolder holder) throws IOException {
    var batch = new StringBuilder();
    for (String address : hostAddresses()) {
      batch.append("route add unreachable ").append(address).append('\n');
    }
    List<String> command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid())));
    command.add("--user");
    if (isolation.ids().keepsCredentials()) {
      command.add("--preserve-credentials");
    }
    command.addAll(List.of("--net", "ip", "-force", "-batch", "-"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", HostPrograms.PATH);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = isolation.spawner().start(builder);
    try (var input = process.getOutputStream()) {
      input.write(batch.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    try {
      if (process.waitFor() != 0) {
        throw new IsolationException("the sandbox could not be kept from the host's addresses");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IsolationException("interrupted while starting the network", e);
    }
  }

  private static Set<String> hostAddresses() throws IOException {
    Set<String> addresses = new TreeSet<>();
    for (NetworkInterface card :
        java.util.Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : java.util.Collections.list(card.getInetAddresses())) {
        if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
          addresses.add(address.getHostAddress() + "/32");
        }
      }
    }
    return addresses;
  }

  /** Ends the network of a sandbox that is gone. */
  void end(String sandbox) {
    Path record = isolation.box(sandbox).resolve("network");
    try {
      if (!Files.exists(record)) {
        return;
      }
      String[] identity = Files.readString(record).strip().split(" ");
      long pid = Long.parseLong(identity[0]);
      long start = Long.parseLong(identity[1]);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
      while (ProcessTable.alive(pid, start) && System.nanoTime() - deadline < 0) {
        isolation.signals().send("KILL", List.of(pid));
        Thread.onSpinWait();
      }
      Files.deleteIfExists(record);
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      System.getLogger(SandboxNetwork.class.getName())
          .log(System.Logger.Level.WARNING, "cannot end the network of " + sandbox, e);
    }
  }

  private Process start(List<String> command, File log) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", HostPrograms.PATH);
    return isolation
        .spawner()
        .start(
            builder
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log));
  }
}
