package dev.sandglass.scrubber;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A Git repository at a well-known public host. It may still be a private one: see {@link
 * PublicGitRepository}. Immutable; equal when host and path are.
 *
 * @param host where it is
 * @param path owner and name, {@code owner/name}, in lower case; with groups in between at GitLab
 */
public record GitRemote(GitHost host, String path) {
  private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "git", "git+ssh");
  private static final int MAX_LENGTH = 1024;
  private static final int MAX_SEGMENT = 100;
  private static final String SUFFIX = ".git";

  /** Checks the path. */
  public GitRemote {
    if (!isPath(List.of(path.split("/", -1)), host)) {
      throw new IllegalArgumentException("Not a path of a repository at " + host.domain());
    }
  }

  /**
   * Reads a remote as Git takes it: a URL (https, http, ssh, git) or {@code user@host:owner/name}.
   * User, password, port, query, fragment and {@code .git} are left out. Empty for every other host
   * and for what is no repository's address.
   */
  public static Optional<GitRemote> parse(String remote) {
    if (remote.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int scheme = remote.indexOf("://");
    if (scheme >= 0) {
      return SCHEMES.contains(remote.substring(0, scheme).toLowerCase(Locale.ROOT))
          ? url(remote.substring(scheme + 3))
          : Optional.empty();
    }
    int colon = remote.indexOf(':');
    int slash = remote.indexOf('/');
    if (colon <= 0 || slash >= 0 && slash < colon) {
      return Optional.empty();
    }
    return of(domain(remote.substring(0, colon)), remote.substring(colon + 1));
  }

  private static Optional<GitRemote> url(String rest) {
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String domain = domain(rest.substring(0, slash));
    int colon = domain.indexOf(':');
    return of(colon < 0 ? domain : domain.substring(0, colon), rest.substring(slash + 1));
  }

  private static String domain(String authority) {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static Optional<GitRemote> of(String domain, String rest) {
    int end = rest.length();
    for (int i = 0; i < end; i++) {
      if (rest.charAt(i) == '?' || rest.charAt(i) == '#') {
        end = i;
      }
    }
    String path = rest.substring(0, end).toLowerCase(Locale.ROOT);
    path = path.startsWith("/") ? path.substring(1) : path;
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    path = path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path;
    List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
    return GitHost.of(domain)
        .filter(host -> isPath(segments, host))
        .map(host -> new GitRemote(host, String.join("/", segments)));
  }

  private static boolean isPath(List<String> segments, GitHost host) {
    return segments.size() >= 2
        && segments.size() <= host.maxSegments()
        && segments.stream().allMatch(GitRemote::isSegment);
  }

  private static boolean isSegment(String segment) {
    return !segment.isEmpty()
        && segment.length() <= MAX_SEGMENT
        && !segment.equals(".")
        && !segment.equals("..")
        && !segment.endsWith(SUFFIX)
        && segment.charAt(0) != '-'
        && segment.chars().allMatch(GitRemote::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
  }

  /** Returns the canonical form, {@code github.com/owner/name}. */
  @Override
  public String toString() {
    return host.domain() + "/" + path;
  }
}
