package dev.sandglass.cli.configuration;

import dev.sandglass.cli.configuration.Setting.Source;
import dev.sandglass.cli.configuration.YamlText.Entry;
import dev.sandglass.cli.configuration.YamlText.Kind;
import dev.sandglass.scrubber.Redactor;
import dev.sandglass.telemetry.consent.YamlSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a person: environment variables first, then {@code config.yaml}, then defaults. A
 * flag of a command goes before all of them; commands ask here only when it is absent.
 *
 * <p>The file is read when the first value is needed from it and not before, so a broken file hurts
 * only commands that need it. Not safe for use by several threads; several processes may write at
 * the same time. All methods fail with {@link ConfigurationException}.
 */
public final class Configuration {
  /** Environment variable with the API key itself of the provider in use. */
  public static final String API_KEY_VARIABLE = "SANDGLASS_API_KEY";

  private static final String TELEMETRY = "telemetry.";

  private final Path directory;
  private final Map<String, String> environment;
  private final Consumer<String> warnings;
  private @Nullable YamlText read;
  private @Nullable Boolean onlyTelemetry;

  private Configuration(
      Path directory, Map<String, String> environment, Consumer<String> warnings) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
    this.warnings = warnings;
  }

  /**
   * Returns the configuration of the person whom the environment belongs to.
   *
   * @param environment environment variables; empty ones count as absent
   * @param warnings takes lines for the person, such as one on an unknown key
   */
  public static Configuration of(Map<String, String> environment, Consumer<String> warnings) {
    String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path configHome =
        base.startsWith("/")
            ? Path.of(base)
            : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config");
    return new Configuration(configHome.resolve("sandglass"), environment, warnings);
  }

  /** The directory of everything configured; it need not exist. */
  public Path directory() {
    return directory;
  }

  /** The file {@code config.yaml}; it need not exist. */
  public Path file() {
    return directory.resolve("config.yaml");
  }

  /** Returns the checked value of a key; empty when it is not set and has no default. */
  public Optional<String> get(Key key) {
    return get(key.path());
  }

  /** Returns the checked value of a key for one provider. */
  public Optional<String> get(Key key, String providerName) {
    return get(key.path(providerName));
  }

  /** Returns the checked value of a dotted name. */
  public Optional<String> get(String name) {
    Key key = known(name);
    Optional<Setting> setting = setting(name);
    setting.ifPresent(
        found -> {
          if (!key.type().accepts(found.value())) {
            throw new ConfigurationException(
                found.origin() + ": " + invalid(name, found.value(), key));
          }
        });
    return setting.map(Setting::value);
  }

  /**
   * Returns whether a word stands anywhere in the file: without it no key of that name can, and the
   * file need not be parsed to know. A file that cannot be read holds nothing.
   */
  public boolean mentions(String word) {
    try {
      return ConfigurationFile.read(file()).contains(word);
    } catch (ConfigurationException e) {
      return false; // a command that needs the file will say so
    }
  }

  /** Returns the value of a dotted name and where it comes from; not checked. */
  public Optional<Setting> setting(String name) {
    Key key = known(name);
    Optional<String> variable = key.isOfProvider() ? Optional.empty() : key.variable();
    Optional<Setting> fromEnvironment =
        variable
            .flatMap(this::variable)
            .map(value -> new Setting(name, value, Source.ENVIRONMENT, variable.get()));
    return fromEnvironment
        .or(() -> fromFile(name))
        .or(() -> key.byDefault().map(value -> new Setting(name, value, Source.DEFAULT, "")));
  }

  /** Returns all settings that have a value, in the order of the table of keys. */
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (Key key : Key.values()) {
      List<String> names =
          key.isOfProvider()
              ? configuredProviders().stream().map(key::path).toList()
              : List.of(key.path());
      names.forEach(name -> setting(name).ifPresent(settings::add));
    }
    return settings;
  }

  /**
   * Writes a value into the file.
   *
   * @throws IllegalArgumentException when the name is unknown or the value malformed; the message
   *     says which
   */
  public void set(String name, String value) {
    set(Map.of(name, value));
  }

  /**
   * Writes several values into the file, all or none; otherwise as {@link #set(String, String)}.
   */
  public void set(Map<String, String> values) {
    for (Map.Entry<String, String> entry : values.entrySet()) {
      Key key = known(entry.getKey());
      if (!key.type().accepts(entry.getValue())) {
        throw new IllegalArgumentException(invalid(entry.getKey(), entry.getValue(), key));
      }
    }
    update(
        text -> {
          for (String name : new TreeSet<>(values.keySet())) {
            boolean list = known(name).type().isList();
            String value = values.get(name);
            List<String> elements = list ? List.of(value.split(",")) : List.of(value);
            text = YamlText.parse(YamlEdit.set(text, name, elements, list));
          }
          return text;
        });
  }

  /**
   * Writes a value into the file unless one stands there; of several processes that do so at once,
   * one writes and all get the same.
   *
   * @return the value that stands in the file now
   */
  public String setIfAbsent(Key key, String value) {
    String name = key.path();
    String[] standing = {value};
    update(
        text -> {
          Optional<Entry> entry = text.find(name).filter(found -> found.kind() == Kind.SCALAR);
          if (entry.isPresent()) {
            standing[0] = entry.get().values().get(0);
            return text;
          }
          return YamlText.parse(YamlEdit.set(text, name, List.of(value), false));
        });
    if (!key.type().accepts(standing[0])) {
      throw new ConfigurationException(file() + ": " + invalid(name, standing[0], key));
    }
    return standing[0];
  }

  /**
   * Removes values from the file; those that are not there stay so.
   *
   * @return whether any was there
   */
  public boolean unset(List<String> names) {
    names.forEach(Configuration::known);
    boolean[] found = {false};
    update(
        text -> {
          for (String name : names) {
            if (text.find(name).isPresent()) {
              found[0] = true;
              text = YamlText.parse(YamlEdit.unset(text, name));
            }
          }
          return text;
        });
    return found[0];
  }

  /** Returns the providers that can be used: {@code local}, then the configured ones by name. */
  public List<ProviderSettings> providers() {
    List<ProviderSettings> providers = new ArrayList<>();
    providers.add(provider(ProviderSettings.LOCAL));
    for (String name : configuredProviders()) {
      if (!name.equals(ProviderSettings.LOCAL)) {
        providers.add(provider(name));
      }
    }
    return providers;
  }

  /** Returns the provider in use: that of the flag, else of the environment, else of the file. */
  public ProviderSettings providerInUse(Optional<String> flag) {
    ProviderSettings settings = provider(flag.or(() -> get(Key.PROVIDER)).orElseThrow());
    if (settings.kind().equals(ProviderSettings.LOCAL)) {
      return settings;
    }
    Optional<URI> url = ofUse(Key.PROVIDER_URL).map(URI::create).or(settings::url);
    if (url.isEmpty()) {
      throw new ConfigurationException(
          "provider "
              + settings.name()
              + " has no URL; set it: sand provider add "
              + settings.name()
              + " --kind "
              + settings.kind()
              + " --url URL");
    }
    Optional<Path> keyFile =
        ofUse(Key.PROVIDER_API_KEY_FILE).map(Path::of).or(settings::apiKeyFile);
    return new ProviderSettings(settings.name(), settings.kind(), url, keyFile);
  }

  /** Returns the API key to use with a provider: that of the environment, else of its file. */
  public Optional<String> apiKey(ProviderSettings provider) {
    return variable(API_KEY_VARIABLE)
        .map(key -> ApiKeyFile.checked(key, API_KEY_VARIABLE))
        .or(() -> provider.apiKeyFile().map(ApiKeyFile::read));
  }

  private Optional<String> ofUse(Key key) {
    Optional<String> value = key.variable().flatMap(this::variable);
    value.ifPresent(
        found -> {
          if (!key.type().accepts(found)) {
            String variable = key.variable().orElseThrow();
            throw new ConfigurationException(invalid(variable, found, key));
          }
        });
    return value;
  }

  private ProviderSettings provider(String name) {
    List<String> configured = configuredProviders();
    boolean isKind = ValueType.PROVIDER_KIND.accepts(name);
    if (!isKind && !configured.contains(name)) {
      List<String> names = new ArrayList<>(configured);
      names.remove(ProviderSettings.LOCAL);
      names.add(0, ProviderSettings.LOCAL);
      throw new ConfigurationException(
          "unknown provider \"" + name + "\"; there are: " + String.join(", ", names));
    }
    return new ProviderSettings(
        name,
        isKind ? name : get(Key.PROVIDER_KIND, name).orElseThrow(),
        get(Key.PROVIDER_URL, name).map(URI::create),
        get(Key.PROVIDER_API_KEY_FILE, name).map(directory::resolve));
  }

  private List<String> configuredProviders() {
    return holdsNothingButTelemetry() ? List.of() : parsedProviders();
  }

  private List<String> parsedProviders() {
    return text().leaves().keySet().stream()
        .filter(name -> Key.of(name).filter(Key::isOfProvider).isPresent())
        .map(name -> name.split("\\.")[1])
        .distinct()
        .toList();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * Most files hold what {@code sand} itself has written about telemetry, and no more. To parse
   * them would cost many a command more than its own work.
   */
  private boolean holdsNothingButTelemetry() {
    if (onlyTelemetry == null) {
      onlyTelemetry = YamlSettings.holdsNothingElse(ConfigurationFile.read(file()));
    }
    return onlyTelemetry;
  }

  private Optional<Setting> fromFile(String name) {
    if (!name.startsWith(TELEMETRY) && holdsNothingButTelemetry()) {
      return Optional.empty();
    }
    return text()
        .find(name)
        .filter(entry -> entry.kind() == Kind.SCALAR || entry.kind() == Kind.LIST)
        .map(
            entry ->
                new Setting(
                    name,
                    String.join(",", entry.values()),
                    Source.FILE,
                    file() + ":" + entry.line()));
  }

  private YamlText text() {
    if (read == null) {
      read = parse(ConfigurationFile.read(file()));
      warnOfUnknown(read);
    }
    return read;
  }

  /** Returns the dotted names in the file that are no keys; all of them are ignored. */
  public List<String> unknownNames() {
    return unknown(text()).stream().map(Entry::name).toList();
  }

  private static List<Entry> unknown(YamlText text) {
    return text.entries().stream()
        .filter(entry -> entry.kind() != Kind.MAP && entry.kind() != Kind.EMPTY)
        .filter(entry -> Key.of(entry.name()).isEmpty())
        .toList();
  }

  private void warnOfUnknown(YamlText text) {
    for (Entry entry : unknown(text)) {
      warnings.accept(
          file() + ":" + entry.line() + ": unknown key \"" + entry.name() + "\" is ignored");
    }
  }

  private void update(UnaryOperator<YamlText> change) {
    ConfigurationFile.update(
        file(),
        text -> {
          try {
            return change.apply(parse(text)).text();
          } catch (ConfigurationException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file().toString())
                ? e
                : new ConfigurationException(file() + ": " + message, e);
          }
        });
    read = null;
    onlyTelemetry = null;
  }

  private YamlText parse(String text) {
    try {
      return YamlText.parse(text);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(file() + ": " + e.getMessage(), e);
    }
  }

  private static Key known(String name) {
    return Key.of(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown key \"" + name + "\"; sand config ls --all lists the keys"));
  }

  private static String invalid(String name, String value, Key key) {
    // A URL may hold a password, for which it is refused, and the message ends up in some log.
    String shown = key.type() == ValueType.URL ? new Redactor().redactUrl(value) : value;
    return name + ": \"" + shown + "\" is not " + key.type().expected();
  }
}
