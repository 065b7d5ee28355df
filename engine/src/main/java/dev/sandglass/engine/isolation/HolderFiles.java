package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what the holder's scripts need to know about one sandbox. */
final class HolderFiles {
  private static final String ROOT = "/sys/root";
  private static final long IMAGE_RESERVE_BYTES = 4 * 1024 * 1024;

  private final Path state;
  private final HostPrograms programs;
  private final HolderSpec spec;
  private final IdRange ids;
  private final boolean pivot;

  HolderFiles(Path state, HostPrograms programs, HolderSpec spec, IdRange ids, boolean pivot) {
    this.state = state;
    this.programs = programs;
    this.spec = spec;
    this.ids = ids;
    this.pivot = pivot;
  }

  /** Whether the writable files are in an image of their own, whose size is the limit. */
  boolean diskImage() {
    return ids.mapping() == HostCapabilities.IdMapping.ROOT_RANGE
        && spec.limits().diskBytes().isPresent()
        && programs.has("mkfs.ext4");
  }

  /** Whether something has to be mounted with the host's root privileges first. */
  boolean needsPreparation() {
    return ids.mapping() == HostCapabilities.IdMapping.ROOT_RANGE
        && (diskImage() || !spec.binds().isEmpty());
  }

  /** Writes everything; the sandbox's directory must exist. */
  void write() throws IOException {
    Path box = state.resolve("sandboxes").resolve(spec.id());
    Files.setPosixFilePermissions(box, PosixFilePermissions.fromString("rwx--x--x"));
    if (diskImage()) {
      makeImage(box);
    } else {
      makeWritable(box.resolve("upper"));
      makeWritable(box.resolve("work"));
    }
    write(box, "prepare.sh", preparation());
    write(box, "mounts.sh", mounts());
    write(box, "fstab", table());
  }

  private void makeWritable(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (ids.mapping() == HostCapabilities.IdMapping.ROOT_RANGE) {
        Files.setAttribute(directory, "unix:uid", ids.first());
        Files.setAttribute(directory, "unix:gid", ids.first());
      }
    }
  }

  private void makeImage(Path box) throws IOException {
    Files.createDirectories(box.resolve("disk"));
    Path image = box.resolve("disk.img");
    if (Files.exists(image)) {
      return;
    }
    Path draft = box.resolve("disk.img.new");
    Files.deleteIfExists(draft);
    long size = spec.limits().diskBytes().getAsLong() + IMAGE_RESERVE_BYTES;
    try (var file = new java.io.RandomAccessFile(draft.toFile(), "rw")) {
      file.setLength(size);
    }
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    Process process =
        new ProcessBuilder(
                programs.find("mkfs.ext4").orElseThrow().toString(),
                "-q",
                "-F",
                "-m",
                "0",
                "-O",
                "^has_journal",
                "-E",
                "lazy_itable_init=1,nodiscard",
                draft.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IsolationException("no disk image could be made: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IsolationException("interrupted while making a disk image", e);
    }
    Files.move(draft, image);
  }

  /** Runs as the host's root in a mount namespace of its own. */
  private String preparation() {
    var script = new StringBuilder();
    String box = "sandboxes/" + spec.id();
    if (diskImage()) {
      script.append("mount -o loop,nosuid,nodev ").append(box).append("/disk.img ");
      script.append(box).append("/disk\n");
      script
          .append("for d in upper work; do\n  if [ ! -d ")
          .append(box)
          .append("/disk/$d ]; then ");
      script.append("mkdir ").append(box).append("/disk/$d; chown ");
      script.append(ids.first()).append(':').append(ids.first()).append(' ');
      script.append(box).append("/disk/$d; fi\ndone\n");
    }
    for (int i = 0; i < spec.binds().size(); i++) {
      BindMount bind = spec.binds().get(i);
      String point = box + "/mounts/" + i;
      script.append("mkdir -p ").append(point).append('\n');
      script.append("mount --bind -- ").append(quote(bind.source().toString())).append(' ');
      script.append(point).append('\n');
      script.append("mount -o remount,bind,nosuid,nodev");
      script.append(bind.readOnly() ? ",ro " : " ").append(point).append('\n');
    }
    return script.toString();
  }

  /** Sourced by holder.sh. */
  private String mounts() {
    String writable = "sandboxes/" + spec.id() + (diskImage() ? "/disk" : "");
    String layers =
        spec.layers().stream().map(layer -> "layers/" + layer).collect(Collectors.joining(":"));
    var script = new StringBuilder();
    script.append("hostname=").append(quote(spec.hostname())).append('\n');
    if (pivot) {
      unmounting(script);
    }
    script.append("pivot=").append(pivot ? "yes" : "no").append('\n');
    script
        .append("network=")
        .append(spec.network() == NetworkMode.NONE ? "no" : "yes")
        .append('\n');
    script.append("points=").append(quote(String.join(" ", points()))).append('\n');
    // Volatile: without it every end of a sandbox waits until all that the host has not written
    // yet,
    // its own builds and downloads included, is on disk. The kernel leaves a mark that would refuse
    // the next mount; it is ours to take away, since what it warns of is stated in the documents.
    script.append("mark=").append(writable).append("/work/work/incompat\n");
    script.append("if [ -e \"$mark\" ]; then rm -rf \"$mark\"; fi\n");
    script.append("mount -t overlay -o volatile,userxattr,lowerdir=").append(layers);
    script.append(",upperdir=").append(writable).append("/upper,workdir=").append(writable);
    script.append("/work overlay ").append(ROOT).append('\n');
    script.append("check_binds() {\n  :\n");
    for (BindMount bind : spec.binds()) {
      script.append("  plain ").append(quote(bind.target())).append('\n');
    }
    script.append("}\n");
    return script.toString();
  }

  /** How to run the host's umount when the host's root directory has become a subdirectory. */
  private void unmounting(StringBuilder script) {
    Path umount =
        programs
            .find("umount")
            .orElseThrow(() -> new IsolationException("this machine lacks umount"));
    HostPrograms.Linkage linkage = programs.linkage(umount);
    String libraries =
        linkage.libraries().stream()
            .map(library -> "/dev/.sandglass/host" + library.getParent())
            .distinct()
            .collect(Collectors.joining(":"));
    script.append("umount=").append(quote(umount.toString())).append('\n');
    script.append("loader=").append(quote(linkage.loader().map(Path::toString).orElse("")));
    script.append("\nlibraries=").append(quote(libraries)).append('\n');
  }

  private List<String> points() {
    List<String> points = new ArrayList<>();
    if (spec.hostTemplate()) {
      hostTrees().forEach(tree -> points.add(tree.toString().substring(1)));
    }
    return points;
  }

  /** Directories of the host that the host template shows. */
  static List<Path> hostTrees() {
    return List.of("usr", "opt", "nix", "gnu", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
        .stream()
        .map(name -> Path.of("/", name))
        .filter(path -> Files.isDirectory(path) && !Files.isSymbolicLink(path))
        .toList();
  }

  /** What {@code mount --all} mounts in one go; far faster than a process for each. */
  private String table() {
    var table = new StringBuilder();
    if (spec.hostTemplate()) {
      for (Path tree : hostTrees()) {
        line(table, tree.toString(), ROOT + tree, "none", "rbind,ro,nosuid,nodev");
      }
    }
    line(table, "proc", ROOT + "/proc", "proc", "nosuid,nodev,noexec");
    String pts = "newinstance,ptmxmode=0666,mode=620,nosuid,noexec";
    line(table, "devpts", ROOT + "/dev/pts", "devpts", pts);
    line(table, "shm", ROOT + "/dev/shm", "tmpfs", "mode=1777,nosuid,nodev,size=64m");
    for (String node : List.of("null", "zero", "full", "random", "urandom", "tty")) {
      line(table, "/dev/" + node, ROOT + "/dev/" + node, "none", "bind");
    }
    for (int i = 0; i < spec.binds().size(); i++) {
      BindMount bind = spec.binds().get(i);
      boolean prepared = needsPreparation();
      String source =
          prepared ? "sandboxes/" + spec.id() + "/mounts/" + i : bind.source().toString();
      String access = bind.readOnly() ? "rbind,ro,nosuid,nodev" : "rbind,nosuid,nodev";
      line(table, source, ROOT + bind.target(), "none", access);
    }
    return table.toString();
  }

  private static void line(
      StringBuilder table, String source, String target, String type, String options) {
    table.append(escape(source)).append(' ').append(escape(target)).append(' ').append(type);
    table.append(' ').append(options).append(" 0 0\n");
  }

  /** As in fstab(5). */
  private static String escape(String path) {
    return path.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012")
        .replace("#", "\\043");
  }

  /** As one word of a POSIX shell. */
  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static void write(Path box, String name, String text) throws IOException {
    Path file = box.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
