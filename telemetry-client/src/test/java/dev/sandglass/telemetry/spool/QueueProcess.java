package dev.sandglass.telemetry.spool;

import dev.sandglass.telemetry.consent.YamlSettings;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.spool.Queue.Claim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process of its own for tests: {@code QueueProcess DIRECTORY STEP ACTION [NUMBER]} does
 * something with the queue, says on standard output what, and halts at a step to be killed there.
 */
final class QueueProcess implements Steps {
  private final StateDirectory directory;
  private final int last;
  private int steps;

  private QueueProcess(StateDirectory directory, int last) {
    this.directory = directory;
    this.last = last;
  }

  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    var process = new QueueProcess(new StateDirectory(path), Integer.parseInt(arguments[1]));
    int number = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
    switch (arguments[2]) {
      case "write" -> process.write(number);
      case "write together" -> process.writeTogether(number);
      case "fill" -> process.fill();
      case "take" -> process.take();
      case "take on" -> process.takeOn();
      case "recover" -> process.recover();
      default -> throw new IllegalArgumentException(arguments[2]);
    }
    say("ended");
  }

  @Override
  public void done(String step) {
    if (++steps == last) {
      say("halted after " + step);
      waitForInput();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void waitForInput() {
    try {
      int read = System.in.read();
      if (read < 0) {
        throw new IllegalStateException("nobody is there any more");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Spool spool() {
    return new Spool(directory, Trace.NONE, this);
  }

  private void write(int files) {
    Spool spool = spool();
    for (int i = 0; i < files; i++) {
      Instant now = Instant.now();
      List<Event> events = Events.at(now, 2);
      Events.idsOf(events).forEach(id -> say("made " + id));
      boolean written = spool.write(events, now).isPresent();
      Events.idsOf(events).forEach(id -> say((written ? "written " : "not written ") + id));
    }
  }

  private void writeTogether(int files) {
    say("ready");
    waitForInput();
    YamlSettings settings = YamlSettings.of(directory.path().resolveSibling("settings.yaml"));
    say("id " + settings.idOrElseStore(CliId.random(RandomBytes.system())));
    write(files);
  }

  /** Writes until that fails, with a file that is larger than any free rest of the disk. */
  private void fill() throws IOException {
    Spool spool = spool();
    int written = 0;
    while (written < 1000 && spool.write(Events.at(Instant.now(), 20), Instant.now()).isPresent()) {
      written++;
    }
    QueueSize size = spool.size();
    say("written " + written);
    say("files " + size.files() + " " + Queue.peek(directory).size());
    say("unfinished " + PrivateFiles.names(directory.unfinished()).length);
    say("notice " + spool.noticeWasShown(1) + " " + spool.noticeShown(1));
    say("start " + spool.winUploadStart(Instant.now()));
    say("due " + spool.isUploadDue(spool.size(), Instant.now()));
  }

  private void takeOn() throws IOException {
    say("ready");
    while (System.in.available() == 0) {
      take();
      Thread.yield(); // the others have more to do
    }
  }

  /** Does what an uploader does: sends some files, some in part, and others not. */
  private void take() throws IOException {
    Optional<Queue> opened = Queue.tryOpen(directory, Trace.NONE, this);
    if (opened.isPresent()) {
      try (Queue queue = opened.get()) {
        queue.recover(Instant.now());
        int kind = 0;
        for (Claim claim : queue.claim()) {
          take(queue, claim, kind++ % 3);
        }
      }
    }
  }

  private static void take(Queue queue, Claim claim, int kind) throws IOException {
    List<String> ids = Events.ids(claim.lines());
    if (kind == 0) {
      ids.forEach(id -> say("sent " + id));
      queue.finish(claim);
    } else if (kind == 1 && ids.size() > 1) {
      say("sent " + ids.get(0));
      queue.giveBack(claim, claim.lines().subList(1, claim.lines().size()));
    } else {
      queue.giveBack(claim);
    }
  }

  private void recover() throws IOException {
    try (Queue queue = Queue.tryOpen(directory, Trace.NONE, this).orElseThrow()) {
      queue.recover(Instant.now());
    }
  }
}
