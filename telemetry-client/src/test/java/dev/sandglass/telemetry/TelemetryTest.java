package dev.sandglass.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.ReportableQuery;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.consent.YamlSettings;
import dev.sandglass.telemetry.event.Client.Source;
import dev.sandglass.telemetry.event.HttpStatus;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.event.ReleaseVersion;
import dev.sandglass.telemetry.event.RequestHandled;
import dev.sandglass.telemetry.event.RequestHandled.ProviderKind;
import dev.sandglass.telemetry.event.RequestHandled.Side;
import dev.sandglass.telemetry.spool.StateDirectory;
import dev.sandglass.telemetry.spool.Trace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
  private static final int ENOUGH = 50;

  private final AtomicInteger uploads = new AtomicInteger();
  private @TempDir Path home;
  private Installation installation;

  @BeforeEach
  void install() {
    Map<String, String> environment =
        Map.of("DEMO_TELEMETRY", "on", "XDG_STATE_HOME", home.resolve("state").toString());
    installation =
        new Installation(
            new Application(
                "demo",
                () -> ReleaseVersion.of("1.0.0").orElseThrow(),
                new Application.Notice(1, List.of("notice"))),
            environment,
            YamlSettings.of(home.resolve("settings.yaml")),
            StateDirectory.of(environment, "demo"),
            Clock.systemUTC(),
            RandomBytes.system(),
            Trace.NONE);
  }

  private static RequestHandled request() {
    return new RequestHandled(
        Side.MADE,
        HttpMethod.GET,
        RouteTemplate.of("/sandboxes"),
        ReportableQuery.of(""),
        HttpStatus.of(200),
        Milliseconds.of(Duration.ofMillis(3)),
        ProviderKind.LOCAL);
  }

  private void run(boolean uploadPossible, int events) {
    var telemetry = new Telemetry(installation, () -> uploadPossible, uploads::incrementAndGet);
    for (int i = 0; i < events; i++) {
      telemetry.happened(request());
    }
    telemetry.end(Source.SCRIPT, false, line -> {});
  }

  @Test
  void startsOneUploaderWhenEnoughWaits() {
    run(true, ENOUGH - 1);
    assertThat(uploads).hasValue(0);
    run(true, 1);
    assertThat(uploads).hasValue(1);
    run(true, 1);
    assertThat(uploads).as("one is starting").hasValue(1);
  }

  @Test
  void startsNoneWithNowhereToUploadTo() {
    run(false, ENOUGH);
    assertThat(uploads).hasValue(0);
    assertThat(installation.spool().size().events()).isEqualTo(ENOUGH);
    run(true, 1);
    assertThat(uploads).as("no turn was used up").hasValue(1);
  }

  @Test
  void randomNumbersDoNotRepeat() {
    RandomBytes random = RandomBytes.system();
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      drawn.add(HexFormat.of().formatHex(random.next(10)));
    }
    assertThat(drawn).doesNotHaveDuplicates();
    assertThat(random.next(100)).hasSize(100);
  }
}
