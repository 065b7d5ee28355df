package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The directory in which telemetry keeps everything. It and the directories in it are made when
 * they are needed, for their user only (0700), as are the files (0600).
 *
 * <p>A directory that is a symbolic link, belongs to another user or can be written by others is
 * not used: who may write there could put links and files in the way, and root, who may write
 * everywhere, would leave files behind that the user cannot read. No link to a file is followed.
 *
 * @param path the directory; it need not exist
 */
public record StateDirectory(Path path) {

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

  /** Where files are written before they are whole, each with the name of its process. */
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

  /** Locked by the one uploader; never deleted, or there could be two. */
  Path uploadLock() {
    return path.resolve("upload.lock");
  }

  /** When an uploader was started last; never deleted, or two could start one. */
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

  /**
   * Makes sure that what every command writes to is there and that nobody else can put files, or
   * links, in the way; makes what is missing.
   *
   * @throws IOException if that is not so, or cannot be made so
   */
  void prepare() throws IOException {
    try {
      PrivateFiles.requireOwn(path, queue(), unfinished());
    } catch (NoSuchFileException e) {
      prepareAll();
    }
  }

  /** Does the same for all directories. */
  void prepareAll() throws IOException {
    for (Path directory : directories()) {
      PrivateFiles.makeDirectory(directory);
    }
    PrivateFiles.requireOwn(path);
    PrivateFiles.requireOwn(directories());
  }

  /** Returns the directories in this one. */
  Path[] directories() {
    return new Path[] {queue(), unfinished(), claimed(), candidates(), dead()};
  }

  /** Replaces a small file in one step: who reads it sees the old text or the new one. */
  public void replace(Path file, String text) throws IOException {
    prepare();
    String name = file.getFileName().toString();
    String draftName = name.concat(".").concat(ProcessName.current().toString());
    Path draft = unfinished().resolve(draftName);
    Files.deleteIfExists(draft);
    PrivateFiles.create(draft, text.getBytes(StandardCharsets.UTF_8));
    PrivateFiles.moveDraft(draft, file);
  }
}
