package dev.sandglass.scrubber;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sandglass.scrubber.DisclosureGate.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@link DisclosureGate} looks for that has a form of its own, whoever it belongs to. */
final class GateRules {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  /** A home directory of Linux, macOS or Windows, or what a shell makes one of. */
  private static final Pattern HOME =
      Pattern.compile(
          "(?i)(?:^|[^a-z0-9._-])/(?:root|(?:var/|export/)?home/[^/\\s]|users/[^/\\s])"
              + "|\\b(?:users|documents and settings)\\\\+[^\\\\\\s]"
              + "|(?:^|[^a-z0-9])[a-z]:[/\\\\]+users[/\\\\]"
              + "|(?:^|[\\s:=,;\"'(\\[])~[a-z0-9._-]*(?:[/\\\\]|$)"
              + "|\\$\\{?HOME\\b|%(?:USERPROFILE|HOMEPATH|HOMEDRIVE)%");

  private static final Pattern PATH =
      Pattern.compile(
          "(?i)(?:^|[^a-z0-9._~/-])/[^/\\s]|(?:^|\\s)\\.{1,2}[/\\\\]|(?:^|[^a-z0-9])[a-z]:[/\\\\]|\\\\\\\\[^\\\\\\s]|\\bfile:");

  private static final Pattern URL =
      Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://|^//[^/]|^(?:data|javascript|mailto):");
  private static final Pattern AT = Pattern.compile("[^\\s@]@[^\\s@]");
  private static final Pattern MAC =
      Pattern.compile(
          "(?i)(?:^|[^0-9a-f])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?:$|[^0-9a-f])"
              + "|\\b(?:[0-9a-f]{4}\\.){2}[0-9a-f]{4}\\b");
  private static final Pattern VERSION_6 = Pattern.compile("[0-9A-Za-z:.]+");

  /** Names of machines are made of addresses too, with dashes. */
  private static final Pattern VERSION_4 = Pattern.compile("[0-9.-]+");

  /** A name and its value; a colon also stands before the version of an image. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z0-9_.-]+)[\\\\\"']*\\s*([:=])\\s*[\\\\\"']*([^\\s\"',;&]+)");

  private static final Pattern VERSION = Pattern.compile("v?[0-9]{1,4}(?:\\.[0-9]{1,4}){0,3}");

  private final List<String> homes = new ArrayList<>();

  GateRules(List<String> homePaths) {
    for (String home : homePaths) {
      String folded = fold(home);
      // They are everybody's, and the first would be found everywhere.
      if (!folded.equals("/") && !folded.equals("/root")) {
        homes.add(folded);
      }
    }
  }

  static boolean isUuid(String value) {
    return UUID.matches(value);
  }

  Optional<Finding> find(String value) {
    if (holdsHome(value)) {
      return Optional.of(Finding.HOME_PATH);
    }
    if (isSecret(value)) {
      return Optional.of(Finding.SECRET);
    }
    if (AT.matcher(value).find()) {
      return Optional.of(Finding.EMAIL);
    }
    if (holdsAddress(value)) {
      return Optional.of(Finding.IP_ADDRESS);
    }
    if (MAC.matcher(value).find()) {
      return Optional.of(Finding.MAC_ADDRESS);
    }
    if (URL.matcher(value).find()) {
      return Optional.of(Finding.URL);
    }
    return PATH.matcher(value).find() ? Optional.of(Finding.ABSOLUTE_PATH) : Optional.empty();
  }

  private boolean holdsHome(String value) {
    if (HOME.matcher(value).find()) {
      return true;
    }
    String folded = fold(value);
    for (String home : homes) {
      for (int at = folded.indexOf(home); at >= 0; at = folded.indexOf(home, at + 1)) {
        int end = at + home.length();
        if (end == folded.length() || !Character.isLetterOrDigit(folded.charAt(end))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String fold(String path) {
    String slashes = path.replace('\\', '/').toLowerCase(Locale.ROOT);
    return slashes.endsWith("/") && slashes.length() > 1
        ? slashes.substring(0, slashes.length() - 1)
        : slashes;
  }

  private static boolean isSecret(String value) {
    if (SecretRules.matchAny(value) || Randomness.holdsHex(value)) {
      return true;
    }
    for (int start = 0; start < value.length(); ) {
      int end = Randomness.end(value, start);
      if (Randomness.isMixed(value, start, end) || Randomness.isSmall(value, start, end)) {
        return true;
      }
      start = end + 1;
    }
    Matcher assignment = ASSIGNMENT.matcher(value);
    while (assignment.find()) {
      boolean version = assignment.group(2).equals(":") && VERSION.matches(assignment.group(3));
      if (!version && SensitiveName.matches(assignment.group(1))) {
        return true;
      }
    }
    return SensitiveValues.holdsOption(value);
  }

  private static boolean holdsAddress(String value) {
    Matcher word = VERSION_6.matcher(value);
    while (word.find()) {
      if (IpAddresses.isVersion6(trim(word.group()))) {
        return true;
      }
    }
    Matcher numbers = VERSION_4.matcher(value);
    while (numbers.find()) {
      if (holdsVersion4(List.of(numbers.group().split("[.-]", -1)))) {
        return true;
      }
    }
    return false;
  }

  /** A full stop or a colon behind an address is not part of it. */
  private static String trim(String text) {
    boolean mark = text.endsWith(".") || (text.endsWith(":") && !text.endsWith("::"));
    return mark ? text.substring(0, text.length() - 1) : text;
  }

  /** Any four numbers in a row: five numbers hold an address too. */
  private static boolean holdsVersion4(List<String> numbers) {
    for (int i = 0; i + 4 <= numbers.size(); i++) {
      if (IpAddresses.isVersion4(String.join(".", numbers.subList(i, i + 4)))) {
        return true;
      }
    }
    return false;
  }
}
