package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The directory in which telemetry keeps everything: readable by its user only.
 *
 * @param path the directory; it need not exist
 */
public record StateDirectory(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private static final int WRITABLE_BY_OTHERS = 0022;

  /** Returns the directory of a program: {@code telemetry} below its part of the state home. */
  public static StateDirectory of(Map<String, String> environment, String application) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path home =
        state.startsWith("/")
            ? Path.of(state)
            : Path.of(
                environment.getOrDefault("HOME", System.getProperty("user.home")),
                ".local",
                "state");
    return new StateDirectory(home.resolve(application).resolve("telemetry"));
  }

  Path queue() {
    return path.resolve("queue");
  }

  /** Where files of the queue are written before they are part of it. */
  Path unfinished() {
    return path.resolve("unfinished");
  }

  Path claimed() {
    return path.resolve("claimed");
  }

  Path candidates() {
    return path.resolve("candidates");
  }

  Path dead() {
    return path.resolve("dead");
  }

  Path sent() {
    return path.resolve("sent.jsonl");
  }

  Path uploadState() {
    return path.resolve("upload.state");
  }

  Path uploadLock() {
    return path.resolve("upload.lock");
  }

  Path uploadStarting() {
    return path.resolve("upload.starting");
  }

  Path notice() {
    return path.resolve("notice");
  }

  /** Returns where what the uploader learnt about public names is kept. */
  public Path publicNames() {
    return path.resolve("public-names");
  }

  /** Makes the directories that the queue needs. */
  void create() throws IOException {
    Files.createDirectories(path, PRIVATE_DIRECTORY);
    for (Path directory : new Path[] {queue(), unfinished(), claimed(), candidates(), dead()}) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(directory, PRIVATE_DIRECTORY);
      }
    }
  }

  /**
   * Makes sure that nobody else can put files, or links, in the way.
   *
   * @throws IOException if the directory is not this user's, or others may write into it
   */
  void check() throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!attributes.get("uid").equals(self)
        || ((Integer) attributes.get("mode") & WRITABLE_BY_OTHERS) != 0) {
      throw new IOException(path + " belongs to another user, or others may write into it");
    }
  }

  /** Replaces a small file in one step. */
  public void replace(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(temporary);
      Files.createFile(temporary, PRIVATE_FILE);
      Files.writeString(temporary, text, StandardOpenOption.WRITE);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
