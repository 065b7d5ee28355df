package dev.sandglass.cli.transfer;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.FileSystem;
import java.util.ArrayDeque;
import java.util.Deque;

/** Paths inside a sandbox. */
final class SandboxPaths {
  private SandboxPaths() {}

  /** Returns a path without {@code .}, {@code ..} and double slashes. */
  static String normal(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/")) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }

  static FileInfo info(FileSystem files, String path) {
    return files.info(path);
  }

  /** Returns never when it is the sandbox that does not exist, rather than a file of it. */
  static boolean isAboutSandbox(SandboxException.NotFound failure) {
    if (failure.code().orElse("").startsWith("SANDBOX::")) {
      throw failure;
    }
    return false;
  }
}
