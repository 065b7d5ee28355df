package dev.sandglass.scrubber;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The well-known public hosts of git repositories. A repository anywhere else is never named: even
 * the name of a company's own host says who its user is.
 */
public enum GitHost {
  GITHUB("github.com", "ssh.github.com", 2) {
    @Override
    boolean accepts(List<String> segments) {
      return isName(segments.get(0), 39, "-") && isRepository(segments.get(1), 100);
    }
  },
  /** Groups may hold groups, up to 20 deep. */
  GITLAB("gitlab.com", "altssh.gitlab.com", 21) {
    @Override
    boolean accepts(List<String> segments) {
      int length = segments.size() - 1;
      for (String segment : segments) {
        if (!isName(segment, 255, "_-.")) {
          return false;
        }
        length += segment.length();
      }
      return length <= 255;
    }
  },
  BITBUCKET("bitbucket.org", "altssh.bitbucket.org", 2) {
    @Override
    boolean accepts(List<String> segments) {
      return isName(segments.get(0), 62, "_-") && isRepository(segments.get(1), 62);
    }
  },
  CODEBERG("codeberg.org", "codeberg.org", 2) {
    @Override
    boolean accepts(List<String> segments) {
      return isName(segments.get(0), 40, "_-.") && isRepository(segments.get(1), 100);
    }
  };

  private final String domain;
  private final String sshDomain;
  private final int maxSegments;

  GitHost(String domain, String sshDomain, int maxSegments) {
    this.domain = domain;
    this.sshDomain = sshDomain;
    this.maxSegments = maxSegments;
  }

  /** Returns the host's name, such as {@code github.com}. */
  public String domain() {
    return domain;
  }

  /**
   * Returns the host of a name in any case, or empty if it is not one of these. A host's other
   * names are those of its web pages and of SSH through port 443.
   */
  static Optional<GitHost> named(String name) {
    for (GitHost host : values()) {
      if (host.domain.equalsIgnoreCase(name)
          || host.sshDomain.equalsIgnoreCase(name)
          || ("www." + host.domain).equalsIgnoreCase(name)) {
        return Optional.of(host);
      }
    }
    return Optional.empty();
  }

  /** Returns {@code owner/name} as this host writes it, or empty if it has no such repository. */
  Optional<String> path(List<String> segments) {
    boolean fits = segments.size() >= 2 && segments.size() <= maxSegments && accepts(segments);
    // All of these hosts know one repository under every spelling of its name.
    return fits
        ? Optional.of(String.join("/", segments).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Whether the host's grammar has these names. */
  abstract boolean accepts(List<String> segments);

  /** Letters and digits with single separators between them. */
  private static boolean isName(String name, int maxLength, String separators) {
    boolean afterSeparator = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean separator = separators.indexOf(c) >= 0;
      if (separator ? afterSeparator : !Characters.isLetterOrDigit(c)) {
        return false;
      }
      afterSeparator = separator;
    }
    return !afterSeparator && name.length() <= maxLength;
  }

  private static boolean isRepository(String name, int maxLength) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Characters.isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    boolean reserved = name.isEmpty() || name.equals(".") || name.equals("..") || name.equals("-");
    return !reserved && name.length() <= maxLength;
  }
}
