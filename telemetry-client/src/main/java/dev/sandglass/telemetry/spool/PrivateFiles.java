package dev.sandglass.telemetry.spool;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files and directories of their owner alone, written without ever following a link.
 *
 * <p>Nothing is forced to the disk: after a power failure an event may be missing or a file empty,
 * which is found by its size. Forcing would cost every command several milliseconds.
 */
final class PrivateFiles {
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int PERMISSIONS = 0777;
  private static final int DELETE_ATTEMPTS = 100;
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;

  private PrivateFiles() {}

  /**
   * Fails unless each is a real directory of this user that nobody else can write.
   *
   * @throws NoSuchFileException if one is missing
   */
  static void requireOwn(Path... directories) throws IOException {
    Object user = currentUser();
    for (Path directory : directories) {
      Map<String, Object> attributes =
          Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) attributes.get("mode");
      if ((mode & TYPE) != DIRECTORY
          || (mode & WRITABLE_BY_OTHERS) != 0
          || !attributes.get("uid").equals(user)) {
        throw new IOException(
            directory + " is no directory of this user's, or others may write into it");
      }
    }
  }

  /** Returns the user whom this process acts as, by number: a name could ask a server for it. */
  private static Object currentUser() throws IOException {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (NoSuchFileException e) {
      throw new IOException("no /proc: nobody knows whose the directories are", e);
    }
  }

  /** Makes a directory and what is missing above it, whatever the umask is. */
  static void makeDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      makeDirectory(parent);
    }
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE);
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions));
      Files.setPosixFilePermissions(directory, permissions);
    } catch (FileAlreadyExistsException e) {
      requireOwn(directory); // another process was faster
    }
  }

  /** Writes a file that must not be there yet. What is written only in part is removed again. */
  static void create(Path file, byte[] content) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, forOwner())) {
      writeFully(channel, content);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Opens a file that is there to be locked, or makes it. */
  static FileChannel openForLock(Path file) throws IOException {
    return open(
        file,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  /** Appends to a file in one piece, or makes it. */
  static void append(Path file, byte[] content) throws IOException {
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = open(file, options)) {
      writeFully(channel, content);
    }
  }

  private static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
    try {
      return FileChannel.open(file, options, forOwner());
    } catch (AccessDeniedException e) {
      requireRegular(file);
      return FileChannel.open(file, options, forOwner());
    }
  }

  /** Fails unless this is a file, and sees to it that its owner, and nobody else, may use it. */
  private static void requireRegular(Path file) throws IOException {
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE) != REGULAR) {
      throw new ForeignFileException(file);
    }
    if ((mode & PERMISSIONS) != 0600) {
      // An umask can take even the owner's rights.
      Files.setAttribute(file, "unix:mode", 0600);
    }
  }

  /** Moves a file that is whole to where it belongs, over what is there; or deletes it. */
  static void moveDraft(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }

  /** Reads a regular file of at most so many bytes; a longer one, or another thing, fails. */
  static byte[] read(Path file, long limit) throws IOException {
    requireRegular(file); // opening a pipe would wait for its other end
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options)) {
      long size = channel.size();
      if (size > limit) {
        throw new ForeignFileException(file);
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // read on
      }
      return Arrays.copyOf(content.array(), content.position());
    }
  }

  /** Reads all lines of a text, however damaged it is. */
  static List<String> readLines(Path file, long limit) throws IOException {
    String text = new String(read(file, limit), StandardCharsets.UTF_8);
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }

  /** Returns the names in a directory in order, none if it cannot be listed. */
  static String[] names(Path directory) {
    // java.io.File: one call, and no class that a starting JVM does not have yet.
    String[] names = new File(directory.toString()).list();
    if (names == null) {
      return new String[0];
    }
    Arrays.sort(names);
    return names;
  }

  /** Deletes all that is in a directory; nothing if that is a link, or not there. */
  static void deleteContents(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      for (String name : names(directory)) {
        deleteTree(directory.resolve(name));
      }
    }
  }

  /** Deletes a file, or a directory with all that is in it; a link goes, not what it leads to. */
  static void deleteTree(Path tree) throws IOException {
    for (int attempt = 1; ; attempt++) {
      deleteContents(tree);
      try {
        Files.deleteIfExists(tree);
        return;
      } catch (DirectoryNotEmptyException e) {
        // Another process has written to it meanwhile.
        if (attempt == DELETE_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> forOwner() {
    return PosixFilePermissions.asFileAttribute(
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
  }

  private static void writeFully(SeekableByteChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Says that something is not a file of ours, so that it is not read. */
  static final class ForeignFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ForeignFileException(Path file) {
      super(file + " is not a file of telemetry");
    }
  }
}
