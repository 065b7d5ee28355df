package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files through which bubblewrap gets its arguments and tells of its child. Arguments go
 * through a file because they hold the environment, and the host's process list shows command lines
 * to everybody.
 */
final class ExecutionFiles {
  private static final Pattern CHILD_PID = Pattern.compile("\"child-pid\": *([0-9]+)");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private ExecutionFiles() {}

  static Path arguments(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + ".args");
  }

  static Path status(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + ".status");
  }

  /** Writes bubblewrap's arguments, readable by nobody else. */
  static void writeArguments(Path prefix, List<String> arguments) {
    try (var channel =
        Files.newByteChannel(
            arguments(prefix),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PRIVATE))) {
      var text = new StringBuilder();
      arguments.forEach(argument -> text.append(argument).append('\0'));
      var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new IsolationException("cannot write to the engine's state directory: " + e, e);
    }
  }

  /** The command's process id on the host, -1 while it is not known. */
  static long childPid(Path prefix) {
    try {
      var match = CHILD_PID.matcher(Files.readString(status(prefix)));
      return match.find() ? Long.parseLong(match.group(1)) : -1;
    } catch (IOException e) {
      // Not written yet, or deleted because the command ended.
      return -1;
    }
  }
}
