package dev.sandglass.scrubber;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/** Takes the userinfo out of URLs, well-formed or not. */
final class UrlCredentials {
  private static final Pattern URL = Pattern.compile("//[^\\s\"'<>`]+");

  /** A name and a password without a scheme before them, as in a remote or behind {@code -u}. */
  private static final Pattern PAIR =
      Pattern.compile("[^\\s:/@\"'=<>\\[\\](),]+:[^\\s/@\"'<>]+@([^\\s:]*:?)");

  /** The option of curl and others, also as part of a query. */
  private static final Pattern USER_OPTION =
      Pattern.compile(
          "((?:^|\\s|%20|\\+)(?:-u|--user|--proxy-user)(?:[ =+]|%20)?[\"']?)"
              + "[^\\s:\"'-][^\\s:\"']*:[^\\s\"']+");

  /** A URL inside of another one. */
  private static final Pattern ENCODED =
      Pattern.compile("(?i)((?:%(?:25)*2f){2})[^\\s&\"'<>/]*(%(?:25)*40)");

  private static final Pattern ORACLE =
      Pattern.compile("(?i)(jdbc:oracle:[a-z0-9]+:)[^\\s@/]*/[^\\s@]*@");

  private UrlCredentials() {}

  /** Takes the userinfo out of every URL of a text. */
  static String removeAll(String text) {
    String redacted = text;
    if (text.indexOf('@') >= 0) {
      redacted = ORACLE.matcher(pairs(urls(text))).replaceAll("$1" + Redactor.REDACTED + "@");
    }
    if (text.indexOf('%') >= 0) {
      redacted = ENCODED.matcher(redacted).replaceAll("$1" + Redactor.REDACTED + "$2");
    }
    return redacted.contains("-u") || redacted.contains("-user")
        ? USER_OPTION.matcher(redacted).replaceAll("$1" + Redactor.REDACTED)
        : redacted;
  }

  private static String urls(String text) {
    Matcher url = URL.matcher(text);
    StringBuilder redacted = new StringBuilder(text.length());
    int kept = 0;
    while (url.find()) {
      redacted.append(text, kept, url.start()).append(remove(url.group()));
      kept = url.end();
    }
    return redacted.append(text, kept, text.length()).toString();
  }

  private static String pairs(String text) {
    Matcher pair = PAIR.matcher(text);
    StringBuilder redacted = new StringBuilder(text.length());
    int kept = 0;
    while (pair.find()) {
      // The digest of an image stands behind an at sign too.
      if (!pair.group(1).startsWith("sha") && !pair.group().contains(Redactor.REDACTED)) {
        redacted.append(text, kept, pair.start()).append(Redactor.REDACTED).append('@');
        kept = pair.start(1);
      }
    }
    return redacted.append(text, kept, text.length()).toString();
  }

  /** Takes the userinfo out of one URL or remote, which may lack its scheme. */
  static String remove(String url) {
    int slashes = url.indexOf("//");
    int start = slashes < 0 ? 0 : slashes + 2;
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int at = url.lastIndexOf('@', end - 1);
    int colon = url.indexOf(':', start);
    boolean password = at < start ? slashes >= 0 : colon >= 0 && colon < at;
    boolean port = colon < 0 || colon > end || Characters.areDigits(url.substring(colon + 1, end));
    if (password && (at >= start || !port)) {
      // A password with a slash in it, which had to be encoded, goes on to the last at sign.
      at = url.lastIndexOf('@');
    }
    return at < start ? url : url.substring(0, start) + Redactor.REDACTED + url.substring(at);
  }
}
