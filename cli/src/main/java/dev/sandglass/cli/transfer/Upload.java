package dev.sandglass.cli.transfer;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.value.CopyPath;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.FileSystem;
import dev.sandglass.sandbox.files.Permissions;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/** Copies into a sandbox. */
final class Upload {
  private static final int MODE_BITS = 07777;

  private final FileSystem target;
  private final String to;
  private final boolean severalSources;
  private final Consumer<String> warnings;
  private final Copier.Counter counter;

  /** Where something goes: the directory, and its name there; empty if its content goes there. */
  private record Place(String directory, String name) {
    String path() {
      return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
  }

  Upload(
      FileSystem target,
      String to,
      boolean severalSources,
      Consumer<String> warnings,
      Copier.Counter counter) {
    this.target = target;
    this.to = to;
    this.severalSources = severalSources;
    this.warnings = warnings;
    this.counter = counter;
  }

  void from(Optional<FileSystem> other, CopyPath path) throws IOException {
    if (other.isPresent()) {
      fromSandbox(other.get(), path);
    } else if (path.isStream()) {
      fromStandardInput();
    } else {
      fromHere(path);
    }
  }

  private void fromStandardInput() throws IOException {
    InputStream in = counter.counting(new FileInputStream(FileDescriptor.in));
    if (isDirectory(target, to)) {
      target.uploadArchive(to, in);
    } else {
      checkParent();
      target.write(to, in, Permissions.DEFAULT);
    }
  }

  private void fromHere(CopyPath written) throws IOException {
    Path path = LocalPaths.of(written.path());
    BasicFileAttributes attributes =
        Files.readAttributes(
            PathWords.meansContent(written.path()) ? path.toRealPath() : path,
            BasicFileAttributes.class,
            LinkOption.NOFOLLOW_LINKS);
    Place place = place(written.path(), attributes.isDirectory());
    if (attributes.isRegularFile()) {
      counter.expect(attributes.size());
      int mode = (Integer) Files.getAttribute(path, "unix:mode") & MODE_BITS;
      try (InputStream content = counter.counting(Files.newInputStream(path))) {
        target.write(place.path(), content, Permissions.mode(mode));
      }
    } else if (attributes.isDirectory() || attributes.isSymbolicLink()) {
      try (InputStream archive =
          new BlockPipe(out -> TreePacker.pack(path, place.name(), out, warnings, counter))) {
        target.uploadArchive(place.directory(), archive);
      }
    } else {
      throw CommandException.cannot(
          ErrorKind.NOT_A_FILE, "'" + written + "' is neither a file nor a directory nor a link");
    }
  }

  private void fromSandbox(FileSystem other, CopyPath written) throws IOException {
    String path = SandboxPaths.normal(written.path());
    FileInfo info = SandboxPaths.info(other, path);
    Place place = place(written.path(), info.type() == FileInfo.Type.DIRECTORY);
    if (info.type() == FileInfo.Type.FILE) {
      counter.expect(info.sizeBytes());
      try (InputStream content = counter.counting(other.read(path))) {
        target.write(place.path(), content, Permissions.mode(info.mode() & MODE_BITS));
      }
    } else if (info.type() == FileInfo.Type.OTHER) {
      throw CommandException.cannot(
          ErrorKind.NOT_A_FILE, "'" + written + "' is neither a file nor a directory nor a link");
    } else {
      String top = PathWords.lastName(path);
      try (InputStream archive = other.downloadArchive(path);
          InputStream renamed =
              new BlockPipe(
                  out -> ArchiveRenamer.rename(archive, out, top, place.name(), counter))) {
        target.uploadArchive(place.directory(), renamed);
      }
    }
  }

  private Place place(String source, boolean sourceIsDirectory) {
    boolean content = sourceIsDirectory && PathWords.meansContent(source);
    if (isDirectory(target, to)) {
      return new Place(SandboxPaths.normal(to), content ? "" : PathWords.lastName(source));
    }
    if (severalSources || (to.endsWith("/") && !sourceIsDirectory)) {
      throw CommandException.cannot(
          ErrorKind.NOT_FOUND, "There is no directory '" + to + "' to copy into");
    }
    if (sourceIsDirectory && exists(target, to)) {
      throw CommandException.cannot(
          ErrorKind.NOT_A_DIRECTORY, "'" + to + "' is a file; a directory cannot go there");
    }
    checkParent();
    String normal = SandboxPaths.normal(to);
    return new Place(PathWords.parent(normal), PathWords.lastName(normal));
  }

  private void checkParent() {
    String parent = PathWords.parent(SandboxPaths.normal(to));
    if (!isDirectory(target, parent)) {
      throw CommandException.cannot(ErrorKind.NOT_FOUND, "There is no directory '" + parent + "'")
          .withHint("Make it first: sand fs mkdir SANDBOX " + parent);
    }
  }

  private static boolean exists(FileSystem files, String path) {
    try {
      files.info(SandboxPaths.normal(path));
      return true;
    } catch (SandboxException.NotFound e) {
      return false;
    }
  }

  static boolean isDirectory(FileSystem files, String path) {
    try {
      FileInfo info = SandboxPaths.info(files, SandboxPaths.normal(path));
      return info.type() == FileInfo.Type.DIRECTORY
          || (info.type() == FileInfo.Type.SYMLINK
              && files.info(SandboxPaths.normal(path) + "/.").type() == FileInfo.Type.DIRECTORY);
    } catch (SandboxException.NotFound e) {
      return SandboxPaths.isAboutSandbox(e);
    } catch (SandboxException.InvalidRequest e) {
      // A file where a directory of the path should be.
      return false;
    }
  }
}
