package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.spool.StateDirectory;
import dev.sandglass.telemetry.spool.UploadState;
import dev.sandglass.telemetry.spool.UploadState.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers for the next upload what came of this one. */
final class Memory {
  private static final Duration KEY_REFUSED_WAIT = Duration.ofHours(24);

  private final Installation installation;
  private final UploadState before;
  private final Backoff backoff;

  Memory(Installation installation) {
    this.installation = installation;
    this.before = UploadState.read(installation.state());
    this.backoff = new Backoff(installation.random());
  }

  /**
   * Remembers that sending begins. If this process is killed it counts as a failure, so that an
   * upload that never ends well is not begun again with every command.
   */
  void begin() throws IOException {
    Instant now = now();
    Instant notBefore = now.plus(backoff.after(before.failures() + 1, Optional.empty()));
    write(
        new UploadState(
            Optional.of(now),
            Result.UNFINISHED,
            before.lastStatus(),
            Optional.of(notBefore),
            before.failures() + 1));
  }

  /**
   * Remembers how sending ended.
   *
   * @return when the next upload in the background may begin, if something holds it up
   */
  Optional<Instant> end(Delivery delivery) throws IOException {
    UploadState begun = UploadState.read(installation.state());
    Optional<Delivery.Stop> stop = delivery.stop();
    if (stop.isEmpty()) {
      return end(begun, Result.SENT, delivery, Optional.empty());
    }
    return switch (stop.get()) {
      // What was erased when the user switched off must not be there again.
      case WITHDRAWN -> Optional.empty();
      case OUT_OF_TIME -> end(begun, Result.UNFINISHED, delivery, begun.notBefore());
      case KEY_REFUSED ->
          end(begun, Result.KEY_REFUSED, delivery, Optional.of(now().plus(KEY_REFUSED_WAIT)));
      case UNAVAILABLE -> {
        boolean answered = delivery.problem().equals(Optional.of(UploadProblem.ANSWER));
        Duration wait = backoff.after(before.failures() + 1, delivery.retryAfter());
        yield end(
            begun,
            answered ? Result.REFUSED : Result.UNREACHABLE,
            delivery,
            Optional.of(now().plus(wait)));
      }
    };
  }

  private Optional<Instant> end(
      UploadState begun, Result result, Delivery delivery, Optional<Instant> notBefore)
      throws IOException {
    int failures = result == Result.SENT ? 0 : before.failures() + 1;
    write(new UploadState(begun.lastAttempt(), result, delivery.status(), notBefore, failures));
    notBefore.ifPresent(time -> installation.trace().say("next upload not before " + time));
    return notBefore;
  }

  private void write(UploadState state) throws IOException {
    StateDirectory directory = installation.state();
    state.write(directory);
  }

  private Instant now() {
    return installation.clock().instant();
  }
}
