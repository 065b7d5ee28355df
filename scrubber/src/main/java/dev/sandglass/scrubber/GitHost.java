package dev.sandglass.scrubber;

import java.util.Locale;
import java.util.Optional;

/** Well-known hosts of public Git repositories. */
public enum GitHost {
  GITHUB("github.com", 2),
  GITLAB("gitlab.com", 6),
  BITBUCKET("bitbucket.org", 2),
  CODEBERG("codeberg.org", 2);

  private final String domain;
  private final int maxSegments;

  GitHost(String domain, int maxSegments) {
    this.domain = domain;
    this.maxSegments = maxSegments;
  }

  /** Returns the domain. */
  public String domain() {
    return domain;
  }

  /** Returns how many segments a path can have; more than two where there are groups in groups. */
  int maxSegments() {
    return maxSegments;
  }

  static Optional<GitHost> of(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    for (GitHost host : values()) {
      if (host.domain.equals(lower) || ("www." + host.domain).equals(lower)) {
        return Optional.of(host);
      }
    }
    return Optional.empty();
  }
}
