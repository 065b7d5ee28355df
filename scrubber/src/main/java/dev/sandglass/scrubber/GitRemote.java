package dev.sandglass.scrubber;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A repository on a well-known public host, as a git remote names it. A candidate only: whether it
 * is public, nobody has asked yet.
 *
 * @param host the host
 * @param path {@code owner/name} in lower case; on GitLab with its subgroups
 */
public record GitRemote(GitHost host, String path) {
  private static final int MAX_LENGTH = 2048;
  private static final List<String> SCHEMES = List.of("https", "http", "ssh", "git", "git+ssh");
  private static final String SUFFIX = ".git";

  /**
   * Makes a remote.
   *
   * @throws IllegalArgumentException if the path is not one of the host's, written as the host does
   */
  public GitRemote {
    if (!host.path(List.of(path.split("/", -1))).equals(Optional.of(path))) {
      throw new IllegalArgumentException("Not a repository of " + host.domain());
    }
  }

  /**
   * Reads a remote: {@code https}, {@code http}, {@code ssh}, {@code git} and {@code git+ssh} URLs
   * and {@code user@host:owner/name}. Userinfo, port, query, fragment, {@code .git} and a slash at
   * the end are dropped. Empty for another host, or a path that is not exactly a repository's.
   * Never throws.
   */
  public static Optional<GitRemote> parse(String remote) {
    if (remote.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int scheme = remote.indexOf("://");
    if (scheme >= 0) {
      return SCHEMES.contains(remote.substring(0, scheme).toLowerCase(Locale.ROOT))
          ? ofUrl(remote.substring(scheme + 3))
          : Optional.empty();
    }
    int colon = remote.indexOf(':');
    int slash = remote.indexOf('/');
    if (colon < 0 || (slash >= 0 && slash < colon)) {
      return Optional.empty(); // a path of this machine
    }
    return ofParts(remote.substring(0, colon), remote.substring(colon + 1));
  }

  private static Optional<GitRemote> ofUrl(String rest) {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(0, end);
    int port = authority.lastIndexOf(':');
    if (port > authority.lastIndexOf('@')) {
      if (!Characters.areDigits(authority.substring(port + 1))) {
        return Optional.empty();
      }
      authority = authority.substring(0, port);
    }
    return ofParts(authority, rest.substring(end));
  }

  private static Optional<GitRemote> ofParts(String userAndHost, String pathAndMore) {
    Optional<GitHost> host = GitHost.named(userAndHost.substring(userAndHost.lastIndexOf('@') + 1));
    if (host.isEmpty()) {
      return Optional.empty();
    }
    int end = 0;
    while (end < pathAndMore.length() && "?#".indexOf(pathAndMore.charAt(end)) < 0) {
      end++;
    }
    String path = pathAndMore.substring(pathAndMore.startsWith("/") ? 1 : 0, end);
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    int name = path.length() - SUFFIX.length();
    if (name >= 0 && path.regionMatches(true, name, SUFFIX, 0, SUFFIX.length())) {
      path = path.substring(0, name);
    }
    Optional<String> canonical = host.get().path(List.of(path.split("/", -1)));
    return canonical.isEmpty()
        ? Optional.empty()
        : Optional.of(new GitRemote(host.get(), canonical.get()));
  }

  /** Returns host and path, such as {@code github.com/owner/name}. */
  @Override
  public String toString() {
    return host.domain() + "/" + path;
  }
}
