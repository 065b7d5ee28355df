package dev.sandglass.scrubber;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The name of a container image in the grammar of the distribution project, with its familiar forms
 * made explicit: {@code python} is {@code docker.io/library/python}. It may be a private one: see
 * {@link PublicImage}.
 *
 * <pre>
 * reference := [domain "/"] path [":" tag] ["@" digest]
 * domain    := host [":" digits]; host is a domain name, an IPv4 address or a bracketed IPv6 one
 * path      := component *("/" component)
 * component := [a-z0-9]+ *(separator [a-z0-9]+); separator is ".", "_", "__" or any number of "-"
 * tag       := [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}
 * digest    := ("sha256" | "sha384" | "sha512") ":" as many lower-case hexadecimal digits as it has
 * </pre>
 *
 * Domain and path together have at most 255 characters.
 *
 * @param domain the registry, with its port if it has one, such as {@code docker.io}
 * @param path the repository there, such as {@code library/python}
 * @param tag the tag, such as {@code 3.12}
 * @param digest the digest with its algorithm, such as {@code sha256:…}
 */
public record ImageReference(
    String domain, String path, Optional<String> tag, Optional<String> digest) {
  private static final String DEFAULT_DOMAIN = "docker.io";
  private static final String LEGACY_DOMAIN = "index.docker.io";
  private static final String OFFICIAL = "library/";
  private static final int IDENTIFIER_LENGTH = 64;
  private static final int MAX_LENGTH = 2048;
  private static final int MAX_NAME = 255;

  /**
   * Registries that answer somebody without an account, at one address and without a redirect,
   * whether an image is public. Not among them: mcr.microsoft.com and public.ecr.aws, which say so
   * in other ways; registry.gitlab.com, which leaves that to another host; gcr.io, whose paths
   * begin with somebody's project; registry.k8s.io, which answers with redirects only.
   */
  private static final Set<String> WELL_KNOWN = Set.of(DEFAULT_DOMAIN, "ghcr.io", "quay.io");

  /**
   * Makes a reference.
   *
   * @throws IllegalArgumentException if a part is not what the grammar says
   */
  public ImageReference {
    if (!isValid(domain, path, tag, digest)) {
      throw new IllegalArgumentException("Not a reference of an image");
    }
  }

  /**
   * Reads a reference as a user types it. Empty if it is none, or only an identifier (64
   * hexadecimal digits). Never throws.
   */
  public static Optional<ImageReference> parse(String reference) {
    if (reference.length() > MAX_LENGTH || isIdentifier(reference)) {
      return Optional.empty();
    }
    String domain = DEFAULT_DOMAIN;
    String rest = reference;
    int slash = reference.indexOf('/');
    if (slash >= 0 && isDomain(reference.substring(0, slash))) {
      domain = reference.substring(0, slash);
      rest = reference.substring(slash + 1);
    }
    int at = rest.indexOf('@');
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(rest.substring(at + 1));
    rest = at < 0 ? rest : rest.substring(0, at);
    int colon = rest.indexOf(':');
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
    rest = colon < 0 ? rest : rest.substring(0, colon);
    if (domain.equals(LEGACY_DOMAIN)) {
      domain = DEFAULT_DOMAIN;
    }
    if (domain.equals(DEFAULT_DOMAIN) && rest.indexOf('/') < 0) {
      rest = OFFICIAL + rest;
    }
    return isValid(domain, rest, tag, digest)
        ? Optional.of(new ImageReference(domain, rest, tag, digest))
        : Optional.empty();
  }

  private static boolean isValid(
      String domain, String path, Optional<String> tag, Optional<String> digest) {
    return domain.length() + 1 + path.length() <= MAX_NAME
        && ImageGrammar.isDomain(domain)
        && ImageGrammar.isPath(path)
        && (tag.isEmpty() || ImageGrammar.isTag(tag.get()))
        && (digest.isEmpty() || ImageGrammar.isDigest(digest.get()));
  }

  /** What stands before the first slash is a domain unless it can be a name on docker.io. */
  private static boolean isDomain(String first) {
    return first.equals("localhost")
        || first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }

  private static boolean isIdentifier(String reference) {
    if (reference.length() != IDENTIFIER_LENGTH) {
      return false;
    }
    for (int i = 0; i < reference.length(); i++) {
      if (!ImageGrammar.isLowerHex(reference.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the image is at a registry that everybody knows and may ask without an account, so that
   * its name may be worth a check. At any other registry the name alone says who its user is.
   */
  public boolean isAtWellKnownRegistry() {
    return WELL_KNOWN.contains(domain);
  }

  /** Returns domain and path, such as {@code docker.io/library/python}. */
  public String name() {
    return domain + "/" + path;
  }

  /** Returns the whole reference with everything explicit. */
  @Override
  public String toString() {
    String text = tag.isEmpty() ? name() : name() + ":" + tag.get();
    return digest.isEmpty() ? text : text + "@" + digest.get();
  }
}
