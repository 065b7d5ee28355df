package dev.sandglass.cli.transfer;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.value.CopyPath;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Copies out of a sandbox to this machine. */
final class Download {
  private final Console console;
  private final String to;
  private final boolean severalSources;
  private final Consumer<String> warnings;
  private final Copier.Counter counter;

  Download(
      Console console,
      String to,
      boolean severalSources,
      Consumer<String> warnings,
      Copier.Counter counter) {
    this.console = console;
    this.to = to;
    this.severalSources = severalSources;
    this.warnings = warnings;
    this.counter = counter;
  }

  void from(FileSystem files, CopyPath written) throws IOException {
    String path = SandboxPaths.normal(written.path());
    FileInfo info = files.info(path);
    if (info.type() == FileInfo.Type.OTHER) {
      throw CommandException.cannot(
          ErrorKind.NOT_A_FILE, "'" + written + "' is neither a file nor a directory nor a link");
    }
    if (to.equals("-")) {
      toStandardOutput(files, path, info);
      return;
    }
    boolean isDirectory = info.type() == FileInfo.Type.DIRECTORY;
    Path place = place(written.path(), isDirectory);
    try (TemporaryFiles temporaries = new TemporaryFiles()) {
      if (info.type() == FileInfo.Type.FILE) {
        counter.expect(info.sizeBytes());
        temporaries.replace(place, temporary -> writeFile(files, path, info, temporary));
      } else {
        try (InputStream archive = files.downloadArchive(path)) {
          new TreeUnpacker(place, PathWords.lastName(path), temporaries, warnings, counter)
              .unpack(archive);
        }
      }
    }
  }

  private void toStandardOutput(FileSystem files, String path, FileInfo info) throws IOException {
    boolean isFile = info.type() == FileInfo.Type.FILE;
    if (!isFile && console.terminals().out()) {
      throw CommandException.usage("An archive is not written to a terminal; redirect the output");
    }
    try (InputStream content = isFile ? files.read(path) : files.downloadArchive(path)) {
      Transfer.toStandardOutput(counter.counting(content), console);
    }
  }

  private void writeFile(FileSystem files, String path, FileInfo info, Path temporary)
      throws IOException {
    try (InputStream content = files.read(path);
        OutputStream out =
            Files.newOutputStream(
                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Transfer.copy(content, out, counter);
    }
    Files.setPosixFilePermissions(temporary, TreeUnpacker.permissions(info.mode()));
  }

  private Path place(String source, boolean sourceIsDirectory) throws IOException {
    Path path = LocalPaths.of(to).toAbsolutePath();
    if (Files.isDirectory(path)) {
      Path directory = path.toRealPath();
      boolean content = sourceIsDirectory && PathWords.meansContent(source);
      Path place =
          content
              ? directory
              : LocalNames.resolve(directory, PathWords.lastName(SandboxPaths.normal(source)));
      if (!sourceIsDirectory && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        throw CommandException.cannot(ErrorKind.IS_DIRECTORY, "'" + place + "' is a directory");
      }
      return place;
    }
    if (severalSources || (to.endsWith("/") && !sourceIsDirectory)) {
      throw CommandException.cannot(
          ErrorKind.LOCAL_FILE, "There is no directory '" + to + "' to copy into");
    }
    if (sourceIsDirectory && Files.exists(path)) {
      throw CommandException.cannot(
          ErrorKind.NOT_A_DIRECTORY, "'" + to + "' is a file; a directory cannot go there");
    }
    Path parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw CommandException.cannot(ErrorKind.LOCAL_FILE, "There is no directory '" + parent + "'");
    }
    // A link that exists is replaced as cp does: the file that it leads to is written.
    return Files.exists(path) ? path.toRealPath() : path;
  }
}
