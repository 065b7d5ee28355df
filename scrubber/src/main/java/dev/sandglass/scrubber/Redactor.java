package dev.sandglass.scrubber;

import java.util.Locale;

/**
 * Takes the secrets out of texts for logs and spans. What is taken out becomes {@value #REDACTED}.
 *
 * <p>It rather takes too much than too little: a word behind {@code token:} goes even if it is
 * none. Paths, names and addresses stay, as a log on the user's own machine needs them. Takes
 * linear time; immutable and safe for use by several threads.
 */
public final class Redactor {
  /** What stands in the place of a secret. */
  public static final String REDACTED = "[redacted]";

  /** Creates a redactor. */
  public Redactor() {}

  /** Returns a text of one or more lines without secrets. */
  public String redact(String text) {
    String redacted = withoutKnownForms(text);
    redacted = UrlCredentials.removeAll(redacted);
    redacted = SensitiveValues.removeAll(redacted);
    return withoutRandom(redacted);
  }

  /**
   * Returns a URL, a request target or a remote without credentials, without the values of secret
   * parameters and without anything else that {@link #redact} takes out.
   */
  public String redactUrl(String url) {
    return redact(UrlCredentials.remove(url));
  }

  /**
   * Whether the value of a header, parameter or variable of this name is a secret. Capitals, dashes
   * and underscores make no difference.
   */
  public boolean isSensitiveName(String headerOrParameter) {
    return SensitiveName.matches(headerOrParameter);
  }

  private static String withoutKnownForms(String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    String redacted = text;
    for (SecretRules.Rule rule : SecretRules.ALL) {
      if (rule.mayMatch(lowerCase)) {
        redacted = rule.pattern().matcher(redacted).replaceAll(REDACTED);
      }
    }
    return redacted;
  }

  /** Small letters and digits alone stay: so are commits, layers and sandboxes named. */
  private static String withoutRandom(String text) {
    StringBuilder redacted = null;
    int kept = 0;
    for (int start = 0; start < text.length(); ) {
      int end = Randomness.end(text, start);
      if (Randomness.isMixed(text, start, end)) {
        redacted = redacted == null ? new StringBuilder(text.length()) : redacted;
        redacted.append(text, kept, start).append(REDACTED);
        kept = end;
      }
      start = end + 1;
    }
    return redacted == null ? text : redacted.append(text, kept, text.length()).toString();
  }
}
