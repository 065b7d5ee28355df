package dev.sandglass.cli.command.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.configuration.ProviderSettings;
import dev.sandglass.cli.console.View;
import java.net.URI;
import java.nio.file.Path;

/** How providers are shown. */
final class ProviderView {
  private ProviderView() {}

  static View<ProviderSettings> of(String inUse) {
    return View.<ProviderSettings>of(ProviderSettings::name, provider -> json(provider, inUse))
        .column("NAME", ProviderSettings::name)
        .column("KIND", ProviderSettings::kind)
        .column("URL", provider -> provider.url().map(URI::toString).orElse(""))
        .column("IN USE", provider -> provider.name().equals(inUse) ? "yes" : "");
  }

  private static ObjectNode json(ProviderSettings provider, String inUse) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", provider.name());
    document.put("kind", provider.kind());
    document.put("url", provider.url().map(URI::toString).orElse(null));
    document.put("apiKeyFile", provider.apiKeyFile().map(Path::toString).orElse(null));
    document.put("inUse", provider.name().equals(inUse));
    return document;
  }
}
