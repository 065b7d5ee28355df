package dev.sandglass.cli.command.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.Setting;
import dev.sandglass.cli.console.View;

/** How settings are shown. */
final class SettingView {
  static final View<Setting> VIEW =
      View.<Setting>of(Setting::name, SettingView::json)
          .column("KEY", Setting::name)
          .column("VALUE", Setting::value)
          .column("SOURCE", setting -> setting.source().toString())
          .column("FROM", Setting::origin);

  /** How the table of keys is shown. */
  static final View<Key> KEYS =
      View.<Key>of(Key::path, SettingView::json)
          .column("KEY", Key::path)
          .column("DEFAULT", key -> key.byDefault().orElse(""))
          .column("VARIABLE", key -> key.variable().orElse(""))
          .column("VALUE", key -> key.type().expected())
          .column("DESCRIPTION", Key::description);

  private SettingView() {}

  static ObjectNode json(Setting setting) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("key", setting.name());
    document.put("value", setting.value());
    document.put("source", setting.source().toString());
    document.put("from", setting.origin());
    return document;
  }

  private static ObjectNode json(Key key) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("key", key.path());
    document.put("default", key.byDefault().orElse(null));
    document.put("variable", key.variable().orElse(null));
    document.put("expected", key.type().expected());
    document.put("description", key.description());
    return document;
  }
}
