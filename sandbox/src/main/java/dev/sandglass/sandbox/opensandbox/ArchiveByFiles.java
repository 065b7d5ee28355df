package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.process.CommandResult;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.Processes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives for servers that have none: a call for each file, a shell for links and times. */
final class ArchiveByFiles {
  private static final int BATCH = 100;
  private static final int ALL_LEVELS = 1000;
  private static final int PIPE = 256 * 1024;

  private final ExecdFiles files;
  private final Processes processes;

  ArchiveByFiles(ExecdFiles files, Processes processes) {
    this.files = files;
    this.processes = processes;
  }

  void upload(String directory, InputStream tar) {
    List<String> script = new ArrayList<>();
    files.mkdirs(directory, Permissions.DEFAULT);
    TarArchiveInputStream entries = new TarArchiveInputStream(tar, "UTF-8");
    for (TarArchiveEntry entry = next(entries); entry != null; entry = next(entries)) {
      String path = target(directory, entry.getName());
      if (entry.isSymbolicLink()) {
        script.add(
            "ln -sfn -- " + ShellText.quote(entry.getLinkName()) + " " + ShellText.quote(path));
      } else if (entry.isLink()) {
        String original = target(directory, entry.getLinkName());
        script.add("ln -f -- " + ShellText.quote(original) + " " + ShellText.quote(path));
      } else if (entry.isDirectory()) {
        files.mkdirs(path, Permissions.mode(entry.getMode() & 07777));
      } else if (entry.isFile()) {
        files.write(path, entries, Permissions.mode(entry.getMode() & 07777));
      } else {
        continue; // devices and the like mean nothing in a sandbox
      }
      long seconds = entry.getLastModifiedTime().toInstant().getEpochSecond();
      script.add("touch -h -d @" + seconds + " -- " + ShellText.quote(path));
      if (script.size() >= BATCH) {
        run(script);
      }
    }
    run(script);
  }

  private static TarArchiveEntry next(TarArchiveInputStream entries) {
    try {
      return entries.getNextEntry();
    } catch (IOException e) {
      throw Failures.localFault(e);
    }
  }

  private static String target(String directory, String name) {
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/")) {
      if (segment.equals("..")) {
        throw new SandboxException.InvalidRequest(
            "The archive has an entry that leaves its directory: " + Failures.printable(name),
            Details.NONE);
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return (directory.equals("/") ? "" : directory) + "/" + String.join("/", segments);
  }

  private void run(List<String> script) {
    if (script.isEmpty()) {
      return;
    }
    String text = "set -e\n" + String.join("\n", script);
    script.clear();
    CommandResult result = processes.run(ExecRequest.of("sh", "-c", text));
    if (result.exitCode() != 0) {
      throw new SandboxException.InvalidRequest(
          "Links or times could not be set: " + Failures.printable(result.stderrText()),
          Details.NONE);
    }
  }

  InputStream download(String path, Observation observation) {
    FileInfo root = files.info(path);
    CompletableFuture<Void> done = new CompletableFuture<>();
    PipedInputStream reading = new PipedInputStream(PIPE);
    PipedOutputStream writing;
    try {
      writing = new PipedOutputStream(reading);
    } catch (IOException e) {
      throw Failures.localFault(e);
    }
    Thread writer =
        new Thread(
            () -> {
              OperationObserver.Scope scope = observation.enter();
              try (OutputStream out = writing) {
                write(root, out);
                done.complete(null);
              } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
              } finally {
                scope.close();
              }
            },
            "sandbox-archive");
    writer.setDaemon(true);
    writer.start();
    return new Checked(reading, done, writer);
  }

  private void write(FileInfo root, OutputStream out) throws IOException {
    int prefix = root.path().lastIndexOf('/') + 1;
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      add(tar, root, prefix);
      if (root.type() == FileInfo.Type.DIRECTORY) {
        for (FileInfo file : files.list(root.path(), ALL_LEVELS)) {
          add(tar, file, prefix);
        }
      }
    }
  }

  private void add(TarArchiveOutputStream tar, FileInfo file, int prefix) throws IOException {
    String name = file.path().substring(prefix);
    if (name.isEmpty() || file.type() == FileInfo.Type.OTHER) {
      return;
    }
    TarArchiveEntry entry =
        switch (file.type()) {
          case DIRECTORY -> new TarArchiveEntry(name + "/");
          case SYMLINK -> new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
          default -> new TarArchiveEntry(name);
        };
    entry.setMode(file.mode());
    entry.setModTime(file.modifiedAt().toEpochMilli());
    if (file.type() == FileInfo.Type.SYMLINK) {
      entry.setLinkName(linkTarget(file.path()));
    }
    boolean regular = file.type() == FileInfo.Type.FILE;
    entry.setSize(regular ? file.sizeBytes() : 0);
    tar.putArchiveEntry(entry);
    if (regular) {
      try (InputStream content = files.read(file.path())) {
        content.transferTo(tar);
      }
    }
    tar.closeArchiveEntry();
  }

  private String linkTarget(String path) throws IOException {
    CommandResult result = processes.run(ExecRequest.of("readlink", "--", path));
    if (result.exitCode() != 0) {
      throw new IOException("Cannot read the link " + Failures.printable(path));
    }
    String text = new String(result.stdout(), StandardCharsets.UTF_8);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** Tells at the end of the pipe whether its writer got to the end of the archive. */
  private static final class Checked extends FilterInputStream {
    private final CompletableFuture<Void> done;
    private final Thread writer;

    Checked(InputStream in, CompletableFuture<Void> done, Thread writer) {
      super(in);
      this.done = done;
      this.writer = writer;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count < 0) {
        try {
          SocketCommand.await(done.handle((ok, failure) -> failure), null);
          done.join();
        } catch (java.util.concurrent.CompletionException e) {
          throw new IOException("The archive is incomplete", e.getCause());
        }
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      writer.interrupt();
      super.close();
    }
  }
}
