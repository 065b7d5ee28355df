package dev.sandglass.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The engine with a clock that can be set: by how much is read in a file, again and again. */
public final class ShiftedEngine {
  /** Names the file, which holds a duration as ISO 8601 writes it. */
  public static final String VARIABLE = "TEST_CLOCK_SHIFT_FILE";

  private ShiftedEngine() {}

  /** Runs it as {@link EngineMain} does. */
  public static void main(String[] arguments) {
    Clock clock = new ShiftedClock(Path.of(System.getenv(VARIABLE)), Clock.systemUTC());
    System.exit(EngineMain.run(List.of(arguments), System.getenv(), clock, System.err::println));
  }

  private static final class ShiftedClock extends Clock {
    private final Path file;
    private final Clock real;

    private ShiftedClock(Path file, Clock real) {
      this.file = file;
      this.real = real;
    }

    @Override
    public ZoneId getZone() {
      return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new ShiftedClock(file, real.withZone(zone));
    }

    @Override
    public Instant instant() {
      try {
        return real.instant().plus(Duration.parse(Files.readString(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
