package dev.sandglass.telemetry.consent;

import dev.sandglass.telemetry.consent.SettingsStore.Settings;
import dev.sandglass.telemetry.event.CliId;
import java.util.Optional;

/**
 * Reads the block {@code telemetry:} of a YAML text line by line: a hundred times faster than a
 * parser, which every command would wait for.
 *
 * <p>In a document whose root is a block mapping, only keys, comments and markers stand at the left
 * margin: everything that belongs to a value is indented, whatever it is. So the block is found
 * surely, and whatever in or around it is not in the plainest form is left to a real parser.
 */
final class SettingsScan {
  private static final String BLOCK = "telemetry:";

  private Optional<Boolean> enabled = Optional.empty();
  private Optional<CliId> id = Optional.empty();
  private int enabledLine;
  private boolean found;
  private boolean doubtful;

  private SettingsScan() {}

  /** Returns what a text says; empty when it takes a parser to tell. */
  static Optional<Settings> of(String text, String file) {
    SettingsScan scan = new SettingsScan();
    boolean inBlock = false;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      if (line.charAt(0) != ' ') {
        inBlock = scan.readKey(content, line);
      } else if (inBlock) {
        scan.readEntry(content, number);
      }
    }
    if (scan.doubtful) {
      return Optional.empty();
    }
    String where = scan.enabled.isPresent() ? file + ":" + scan.enabledLine : file;
    return Optional.of(new Settings(scan.enabled, scan.id, where));
  }

  /** Reads a line at the left margin, and returns whether it begins the block. */
  private boolean readKey(String content, String line) {
    char first = line.charAt(0);
    if (!(first >= 'a' && first <= 'z') || line.indexOf('\t') >= 0 || line.indexOf('\r') >= 0) {
      doubtful = true; // a quoted key, a flow collection, a marker, an anchor, …
    }
    if (!content.startsWith("telemetry")) {
      return false;
    }
    doubtful |= found || !(content.equals(BLOCK) || content.startsWith(BLOCK + " #"));
    found = true;
    return true;
  }

  private void readEntry(String content, int number) {
    int comment = content.indexOf(" #");
    String entry = comment < 0 ? content : content.substring(0, comment).stripTrailing();
    if (enabled.isEmpty() && entry.startsWith("enabled: ")) {
      String value = entry.substring("enabled: ".length()).strip();
      doubtful |= !value.equals("true") && !value.equals("false");
      enabled = Optional.of(value.equals("true"));
      enabledLine = number;
    } else if (id.isEmpty() && entry.startsWith("id: ")) {
      id = CliId.of(entry.substring("id: ".length()).strip());
      doubtful |= id.isEmpty();
    } else {
      doubtful = true;
    }
  }
}
