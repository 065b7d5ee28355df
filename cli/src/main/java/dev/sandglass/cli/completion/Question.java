package dev.sandglass.cli.completion;

import dev.sandglass.cli.Environment;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.ProviderSettings;
import dev.sandglass.sandbox.Secret;
import dev.sandglass.sandbox.lookup.NameLookup;
import dev.sandglass.sandbox.lookup.NameLookup.Found;
import dev.sandglass.scrubber.TerminalText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a completion script wants to know. */
final class Question {
  private static final int MAX_NAME = 1024;
  private static final int MAX_ABOUT = 60;

  private final Environment environment;
  private final Configuration configuration;
  private final List<String> words;

  Question(Environment environment, List<String> words) {
    this.environment = environment;
    this.configuration = Configuration.of(environment.variables(), warning -> {});
    this.words = words;
  }

  /** Returns lines of a name, a tab, and words about it. */
  String answer() throws IOException {
    Kind kind = Kind.valueOf(words.get(0).toUpperCase(Locale.ROOT));
    StringBuilder lines = new StringBuilder();
    for (Found found : found(kind)) {
      if (isOfferable(found.name())) {
        lines.append(found.name());
        String about = TerminalText.printable(found.about());
        if (!about.isEmpty()) {
          lines.append('\t').append(about, 0, Math.min(about.length(), MAX_ABOUT));
        }
        lines.append('\n');
      }
    }
    return lines.toString();
  }

  /**
   * Names come from whoever made a sandbox or a file in it. One that a terminal would obey, or that
   * would be read as an option, is not offered at all; shells quote the rest.
   */
  private static boolean isOfferable(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && !name.startsWith("-")
        && TerminalText.printable(name).equals(name);
  }

  private List<Found> found(Kind kind) throws IOException {
    if (kind == Kind.PROVIDER || kind == Kind.KEY) {
      return configured(kind);
    }
    Optional<NameLookup> lookup = lookup();
    if (lookup.isEmpty()) {
      return List.of();
    }
    return switch (kind) {
      case SANDBOX -> lookup.get().sandboxes();
      case SNAPSHOT -> lookup.get().snapshots();
      case VOLUME -> lookup.get().volumes();
      case TEMPLATE -> lookup.get().templates();
      default -> files(lookup.get());
    };
  }

  private List<Found> configured(Kind kind) {
    List<Found> found = new ArrayList<>();
    for (ProviderSettings provider : configuration.providers()) {
      if (kind == Kind.PROVIDER) {
        found.add(new Found(provider.name(), provider.kind()));
      } else if (!provider.name().equals(ProviderSettings.LOCAL)) {
        for (Key key : Key.values()) {
          if (key.isOfProvider()) {
            found.add(new Found(key.path(provider.name()), key.description()));
          }
        }
      }
    }
    return found;
  }

  private List<Found> files(NameLookup lookup) throws IOException {
    String word = said("word").orElse("");
    String begun = word.isEmpty() ? "/" : word;
    if (!begun.startsWith("/")) {
      return List.of();
    }
    String directory = begun.substring(0, begun.lastIndexOf('/') + 1);
    List<Found> paths = new ArrayList<>();
    for (Found file : lookup.files(said("sandbox").orElse(""), directory)) {
      paths.add(new Found(directory + file.name(), file.about()));
    }
    return paths;
  }

  private Optional<NameLookup> lookup() {
    ProviderSettings provider = configuration.providerInUse(said("provider"));
    if (provider.url().isEmpty()) {
      return NameLookup.local(environment.variables());
    }
    Optional<Secret> apiKey = configuration.apiKey(provider).map(Secret::of);
    return Optional.of(NameLookup.openSandbox(provider.url().get(), apiKey));
  }

  private Optional<String> said(String name) {
    for (String word : words) {
      if (word.startsWith(name + "=") && word.length() > name.length() + 1) {
        return Optional.of(word.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
