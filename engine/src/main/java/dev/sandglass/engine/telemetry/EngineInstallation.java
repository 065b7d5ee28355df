package dev.sandglass.engine.telemetry;

import dev.sandglass.engine.Version;
import dev.sandglass.telemetry.Application;
import dev.sandglass.telemetry.Application.Notice;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.consent.YamlSettings;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.event.ReleaseVersion;
import dev.sandglass.telemetry.event.ReleaseVersion.Stage;
import dev.sandglass.telemetry.spool.StateDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The same installation of Sandglass that the command {@code sand} reports about. */
public final class EngineInstallation {
  /** The name of the application, in variables and directories. */
  public static final String APPLICATION = "sandglass";

  /** The version of the notice that must have been shown before anything is recorded. */
  public static final int NOTICE_VERSION = 1;

  private static final System.Logger LOG = System.getLogger(EngineInstallation.class.getName());

  private EngineInstallation() {}

  /** Returns it for the user whose environment this is. The engine only reads the settings. */
  public static Installation of(Map<String, String> environment, Clock clock) {
    ReleaseVersion version =
        ReleaseVersion.of(Version.CURRENT)
            .orElseGet(() -> new ReleaseVersion(0, 0, 0, Stage.OTHER));
    // Only sand shows the notice.
    Application application =
        new Application(APPLICATION, () -> version, new Notice(NOTICE_VERSION, List.of()));
    return new Installation(
        application,
        environment,
        YamlSettings.of(configuration(environment)),
        StateDirectory.of(environment, APPLICATION),
        clock,
        RandomBytes.system(),
        line -> LOG.log(System.Logger.Level.TRACE, "telemetry: {0}", line));
  }

  private static Path configuration(Map<String, String> environment) {
    String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path configurations = base.startsWith("/") ? Path.of(base) : home.resolve(".config");
    return configurations.resolve(APPLICATION).resolve("config.yaml");
  }
}
