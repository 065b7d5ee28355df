package dev.sandglass.cli.telemetry;

import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.ConfigurationException;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.Setting;
import dev.sandglass.telemetry.consent.SettingsStore;
import dev.sandglass.telemetry.consent.UnreadableSettingsException;
import dev.sandglass.telemetry.consent.YamlSettings;
import dev.sandglass.telemetry.event.CliId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of telemetry in {@code config.yaml}. Reading them takes the quick way where it leads
 * there: most commands need nothing else of that file, and a YAML parser costs more than they do.
 */
final class ConfigurationSettings implements SettingsStore {
  private final Map<String, String> environment;

  /** Returns the settings of the person whom the environment belongs to. */
  ConfigurationSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Reads anew what another process may have written; warnings are for who uses the rest of it. */
  private Configuration configuration() {
    return Configuration.of(environment, warning -> {});
  }

  @Override
  public Settings read() throws UnreadableSettingsException {
    Configuration configuration = configuration();
    Optional<Settings> quick = YamlSettings.scan(configuration.file());
    if (quick.isPresent()) {
      return quick.get();
    }
    try {
      // Such as "telemetry: no": whoever wrote it did not mean yes.
      if (configuration.unknownNames().stream().anyMatch(ConfigurationSettings::isAboutTelemetry)) {
        throw new UnreadableSettingsException(
            location(), new IllegalStateException("an unknown key about telemetry"));
      }
      Optional<Setting> enabled = configuration.setting(Key.TELEMETRY_ENABLED.path());
      return new Settings(
          configuration.get(Key.TELEMETRY_ENABLED).map(Boolean::valueOf),
          configuration.get(Key.TELEMETRY_ID).flatMap(CliId::of),
          enabled.map(Setting::origin).orElse(location()));
    } catch (ConfigurationException e) {
      throw new UnreadableSettingsException(location(), e);
    }
  }

  private static boolean isAboutTelemetry(String name) {
    return name.equals("telemetry") || name.startsWith("telemetry.");
  }

  @Override
  public void enable(boolean enabled) {
    configuration().set(Key.TELEMETRY_ENABLED.path(), Boolean.toString(enabled));
  }

  @Override
  public CliId idOrElseStore(CliId fresh) {
    return CliId.of(configuration().setIfAbsent(Key.TELEMETRY_ID, fresh.toString())).orElseThrow();
  }

  @Override
  public void removeId() {
    configuration().unset(List.of(Key.TELEMETRY_ID.path()));
  }

  @Override
  public String location() {
    return configuration().file().toString();
  }
}
