package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.process.ExecRequest;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/**
 * A file is uploaded beside its target and then moved over it, so that nobody ever sees a part of
 * it. The engine does the same by itself.
 */
final class BesideWrite {
  private final ExecdFiles files;
  private final Link link;
  private final Execd execd;

  BesideWrite(ExecdFiles files, Link link, Execd execd) {
    this.files = files;
    this.link = link;
    this.execd = execd;
  }

  void write(String path, InputStream content, Permissions permissions) {
    String beside = path + ".sand-" + UUID.randomUUID().toString().substring(0, 8);
    Optional<FileInfo> before = existing(path);
    try {
      files.upload(
          beside,
          content,
          before.map(info -> ExecdFiles.like(info, permissions)).orElse(permissions));
      if (before.isPresent()) {
        replace(beside, path);
      } else {
        execd.run(ExecdFiles.moving(beside, path));
      }
    } catch (SandboxException e) {
      removeAfter(e, beside);
      throw e;
    }
  }

  /** Servers refuse to move a file over another; the command does not. */
  private void replace(String from, String to) {
    var result = new ExecdProcesses(link, execd).run(ExecRequest.of("mv", "-f", "--", from, to));
    if (result.exitCode() != 0) {
      throw new SandboxException.InvalidRequest(
          "The file could not be replaced: " + Failures.printable(result.stderrText()),
          Details.NONE);
    }
  }

  private void removeAfter(SandboxException failure, String path) {
    boolean interrupted = Thread.interrupted();
    try {
      execd.run(RouteCall.to(Route.FILES_DELETE).query("path", path));
    } catch (SandboxException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Optional<FileInfo> existing(String path) {
    try {
      return Optional.of(files.findInfo(path));
    } catch (SandboxException.NotFound e) {
      return Optional.empty();
    }
  }
}
