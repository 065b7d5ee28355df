package dev.sandglass.cli.command.provider;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.Providers;
import dev.sandglass.cli.configuration.ApiKeyFile;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.ProviderSettings;
import dev.sandglass.cli.configuration.ValueType;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.Secret;
import dev.sandglass.scrubber.Redactor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand provider add}. */
@Command(
    name = "add",
    description = {
      "Add a server that speaks the OpenSandbox protocol.",
      "It is asked once whether it answers. The API key is kept in a file of its own that only you can read."
    },
    footer = {
      "  sand provider add lab --url https://lab.example --api-key-file key.txt",
      "  pass show lab | sand provider add lab --url https://lab.example --api-key-stdin --use"
    })
public final class ProviderAddCommand implements Callable<Integer> {
  private final CommandContext context;

  private static final int LONGEST_KEY = 4096;

  @Parameters(paramLabel = "NAME", description = "A name for it, of a-z, 0-9, - and _.")
  private String name = "";

  @Option(names = "--kind", paramLabel = "KIND", description = "What it is: opensandbox (default).")
  private String kind = ProviderSettings.OPENSANDBOX;

  @Option(names = "--url", paramLabel = "URL", required = true, description = "Its base URL.")
  private String url = "";

  @ArgGroup private @Nullable KeySource keySource;

  @Option(names = "--no-check", description = "Do not ask it whether it answers.")
  private boolean unchecked;

  @Option(names = "--replace", description = "Replace the provider of this name, if there is one.")
  private boolean replace;

  @Option(names = "--use", description = "Use it from now on.")
  private boolean use;

  /** Where the API key comes from; never the command line, which everybody can see. */
  static final class KeySource {
    @Option(
        names = "--api-key-file",
        paramLabel = "FILE",
        required = true,
        description = "A file with its API key; the key is copied.")
    private @Nullable Path file;

    @Option(
        names = "--api-key-stdin",
        required = true,
        description = "Read its API key from standard input.")
    private boolean stdin;
  }

  /** Creates the command. */
  public ProviderAddCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    checkArguments();
    Configuration configuration = context.configuration();
    Optional<String> key = readKey();
    if (!unchecked) {
      check(key);
    }
    Map<String, String> values = new HashMap<>();
    values.put(Key.PROVIDER_KIND.path(name), kind);
    values.put(Key.PROVIDER_URL.path(name), url);
    key.ifPresent(
        text ->
            values.put(
                Key.PROVIDER_API_KEY_FILE.path(name),
                ApiKeyFile.write(configuration, name, text).toString()));
    if (use) {
      values.put(Key.PROVIDER.path(), name);
    }
    configuration.set(values);
    context.printer().remark("Added " + name + (use ? ", and it is in use now" : ""));
    return 0;
  }

  private void checkArguments() {
    if (!ValueType.NAME.accepts(name)) {
      throw CommandException.usage("'" + name + "' is not " + ValueType.NAME.expected());
    }
    if (name.equals(ProviderSettings.LOCAL) || kind.equals(ProviderSettings.LOCAL)) {
      throw CommandException.usage("'local' is always there and needs not be added");
    }
    if (!ValueType.PROVIDER_KIND.accepts(kind)) {
      throw CommandException.usage("'" + kind + "' is not a kind of provider; use opensandbox");
    }
    if (!ValueType.URL.accepts(url)) {
      throw CommandException.usage(
          "'" + new Redactor().redactUrl(url) + "' is not " + ValueType.URL.expected());
    }
    boolean taken =
        context.configuration().providers().stream()
            .anyMatch(provider -> provider.name().equals(name));
    if (taken && !replace) {
      throw CommandException.cannot(
              ErrorKind.CONFLICT, "There is a provider '" + name + "' already")
          .withHint("Use --replace to change it.");
    }
  }

  private Optional<String> readKey() {
    if (keySource == null) {
      return Optional.empty();
    }
    if (keySource.file != null) {
      return Optional.of(ApiKeyFile.read(keySource.file));
    }
    try {
      // Not readNBytes: that of a FileInputStream seeks, which a pipe cannot.
      byte[] bytes = new BufferedInputStream(context.console().in()).readNBytes(LONGEST_KEY + 1);
      return Optional.of(
          ApiKeyFile.checked(new String(bytes, StandardCharsets.UTF_8), "standard input"));
    } catch (IOException e) {
      throw CommandException.cannot(
          ErrorKind.INPUT, "Cannot read standard input: " + e.getMessage());
    }
  }

  private void check(Optional<String> key) {
    ProviderSettings settings =
        new ProviderSettings(name, kind, Optional.of(URI.create(url)), Optional.empty());
    try (SandboxClient client = Providers.connect(context, settings, key.map(Secret::of))) {
      client.sandboxes().list(new ListFilter(Set.of(), Map.of(), 1)).iterator().hasNext();
    }
  }
}
