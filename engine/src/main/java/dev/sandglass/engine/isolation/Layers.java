package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The directory trees that sandboxes are made of. Their files may belong to ids that the engine's
 * user has no rights over, so a rootless engine works on them inside a user namespace.
 */
final class Layers {
  private static final String TOOLS = "/tools";

  private final LinuxIsolation isolation;
  private final SecureRandom random = new SecureRandom();

  Layers(LinuxIsolation isolation) {
    this.isolation = isolation;
  }

  /** Makes or finds the lowest layer of the host template. */
  synchronized String host() {
    String name = "host-" + HexFormat.of().toHexDigits(fingerprint());
    Path layer = path(name);
    if (Files.isDirectory(layer)) {
      return name;
    }
    // Where sandboxes are impossible, that is what shall be told, and not that this fails.
    isolation.capabilities();
    Path draft = draft();
    try {
      HostSkeleton.build(draft);
      if (isolation.root()) {
        String owner = isolation.ids().first() + ":" + isolation.ids().first();
        run(List.of("chown", "-R", "-h", owner, draft.toString()));
      }
      Files.move(draft, layer, StandardCopyOption.ATOMIC_MOVE);
      return name;
    } catch (IOException e) {
      delete(draft);
      throw new UncheckedIOException("cannot make the host template", e);
    }
  }

  /** Changes when the host's libraries or this program do. */
  private static int fingerprint() {
    int print = 2;
    for (String file :
        List.of("/etc/ld.so.cache", "/etc/os-release", "/etc/alternatives", "/etc/ssl/certs")) {
      try {
        print = 31 * print + Files.getLastModifiedTime(Path.of(file)).hashCode();
      } catch (IOException e) {
        // Not every distribution has it.
        print = 31 * print;
      }
    }
    return print;
  }

  void delete(Path tree) {
    Path absolute = isolation.state().resolve(tree);
    if (!absolute.normalize().startsWith(isolation.state()) || absolute.equals(isolation.state())) {
      throw new IllegalArgumentException("not below the engine's state directory: " + tree);
    }
    if (!Files.exists(absolute, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String relative = isolation.state().relativize(absolute.normalize()).toString();
    run(inside(List.of("rm", "-rf", "--one-file-system", "--", relative)));
    if (Files.exists(absolute, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new IsolationException("could not delete " + absolute);
    }
  }

  void capture(String sandbox, Optional<Holder> running, String layer) {
    Path draft = draft();
    String from = "sandboxes/" + sandbox + "/upper";
    String to = isolation.state().relativize(draft).toString();
    boolean image = Files.exists(isolation.box(sandbox).resolve("disk.img"));
    boolean done = false;
    try {
      List<String> copy = List.of("cp", "-a", "--reflink=auto", "--", from + "/.", to);
      if (image) {
        String imaged = "sandboxes/" + sandbox + "/disk/upper/.";
        run(imageCopy(sandbox, running, imaged, to));
      } else {
        run(inside(copy));
      }
      Files.move(draft, path(layer), StandardCopyOption.ATOMIC_MOVE);
      done = true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the snapshot", e);
    } finally {
      if (!done) {
        delete(draft);
      }
    }
  }

  /** The image is mounted in the holder's mount namespace only; without a holder, nowhere. */
  private static List<String> imageCopy(
      String sandbox, Optional<Holder> running, String from, String to) {
    if (running.isPresent()) {
      String pid = Long.toString(running.get().pid());
      // The holder's working directory is the state directory, as its mounts see it.
      return List.of("nsenter", "-t", pid, "--mount", "--wd", "cp", "-a", "--", from, to);
    }
    String script =
        "mount -o loop,ro,nosuid,nodev \"sandboxes/$1/disk.img\" \"sandboxes/$1/disk\""
            + " && cp -a -- \"$2\" \"$3\"";
    return List.of(
        "unshare",
        "--mount",
        "--propagation",
        "private",
        "sh",
        "-c",
        script,
        "sh",
        sandbox,
        from,
        to);
  }

  void importTar(String layer, Isolation.LayerWriter fill) {
    Path draft = draft();
    boolean done = false;
    try {
      if (isolation.root()) {
        Files.setAttribute(draft, "unix:uid", isolation.ids().first());
        Files.setAttribute(draft, "unix:gid", isolation.ids().first());
      }
      extract(draft, fill);
      Files.move(draft, path(layer), StandardCopyOption.ATOMIC_MOVE);
      done = true;
    } catch (IOException e) {
      throw new IsolationException("the template could not be read: " + e.getMessage(), e);
    } finally {
      if (!done) {
        delete(draft);
      }
    }
  }

  private void extract(Path draft, Isolation.LayerWriter fill) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", isolation.scripts().path("in-namespace.sh")));
    command.addAll(isolation.ids().arguments());
    List<String> tar =
        List.of(
            "-x",
            "-f",
            "-",
            "-p",
            "--numeric-owner",
            "--xattrs",
            "--xattrs-include=user.*",
            "--delay-directory-restore",
            "--warning=no-unknown-keyword");
    String owner =
        isolation.ids().mapping() == HostCapabilities.IdMapping.SINGLE
            ? "--no-same-owner"
            : "--same-owner";
    String relative = isolation.state().relativize(draft).toString();
    if (isolation.capabilities().executor() == HostCapabilities.Executor.BUBBLEWRAP) {
      // The archive is not trusted: tar sees nothing but the layer.
      // Mounted where the namespace's root can reach it: bwrap resolves paths from the top, and
      // that root may not be allowed to search the directories above the state.
      String mount = "mount --no-canonicalize --bind \"$0\" /tmp && exec \"$@\"";
      command.addAll(List.of("unshare", "--mount", "sh", "-c", mount, relative));
      command.addAll(List.of("bwrap", "--bind", "/tmp", "/layer"));
      command.addAll(isolation.tools().bindings(TOOLS, List.of("tar")));
      command.addAll(List.of("--die-with-parent", "--new-session", "--chdir", "/layer", "--"));
      command.addAll(isolation.tools().invocation(TOOLS, "tar"));
    } else {
      command.addAll(List.of("tar", "-C", relative));
    }
    command.addAll(tar);
    command.add(owner);
    Process process = isolation.spawner().start(isolation.trusted(command));
    var errors = new Drain(process.getErrorStream());
    try {
      try (var input = process.getOutputStream()) {
        fill.write(input);
      } catch (IOException e) {
        String reason = errors.text();
        throw reason.isBlank() ? e : new IOException(reason, e);
      }
      process.getInputStream().close();
      if (process.waitFor() != 0) {
        throw new IOException(errors.text());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  OptionalLong diskUsage(Path tree) {
    Path absolute = isolation.state().resolve(tree);
    if (!Files.exists(absolute)) {
      return OptionalLong.empty();
    }
    String relative = isolation.state().relativize(absolute.normalize()).toString();
    String output = run(inside(List.of("du", "-s", "-x", "--block-size=1", "--", relative)));
    return OptionalLong.of(Long.parseLong(output.substring(0, output.indexOf('\t'))));
  }

  /** A command as the root of a namespace that owns the files; as it is when we are root. */
  private List<String> inside(List<String> command) {
    if (isolation.root()) {
      return command;
    }
    List<String> wrapped = new ArrayList<>();
    wrapped.addAll(List.of("sh", isolation.scripts().path("in-namespace.sh")));
    wrapped.addAll(isolation.ids().arguments());
    wrapped.addAll(command);
    return wrapped;
  }

  private String run(List<String> command) {
    Process process = isolation.spawner().start(isolation.trusted(command));
    var errors = new Drain(process.getErrorStream());
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IsolationException(errors.text());
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new IsolationException("interrupted while working on files", e);
    }
  }

  private Path path(String layer) {
    return isolation.state().resolve("layers").resolve(layer);
  }

  private Path draft() {
    byte[] name = new byte[8];
    random.nextBytes(name);
    try {
      Path draft = Files.createDirectory(path(".new-" + HexFormat.of().formatHex(name)));
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
      return draft;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + isolation.state(), e);
    }
  }
}
