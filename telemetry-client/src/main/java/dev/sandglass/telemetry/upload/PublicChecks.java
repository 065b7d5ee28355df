package dev.sandglass.telemetry.upload;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandglass.scrubber.GitHost;
import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks the world whether it can read a repository or an image: as somebody without an account, who
 * follows no redirect and keeps no cookie. Only a clear yes is a proof; no answer is none. Names
 * that are proven are remembered for 30 days.
 */
final class PublicChecks {
  /** How long one check may take. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";

  /**
   * Where a registry is asked.
   *
   * @param tokens gives anybody a token for what is public
   * @param service what the registry calls itself there
   * @param api the registry itself
   */
  record Registry(URI tokens, String service, URI api) {}

  /**
   * Whom to ask.
   *
   * @param gitHosts by host
   * @param registries by domain
   */
  record Hosts(Map<GitHost, URI> gitHosts, Map<String, Registry> registries) {
    /** The hosts themselves. */
    static Hosts real() {
      Map<GitHost, URI> gitHosts =
          Arrays.stream(GitHost.values())
              .collect(
                  Collectors.toMap(host -> host, host -> URI.create("https://" + host.domain())));
      return new Hosts(
          gitHosts,
          Map.of(
              "docker.io",
              new Registry(
                  URI.create("https://auth.docker.io/token"),
                  "registry.docker.io",
                  URI.create("https://registry-1.docker.io")),
              "ghcr.io",
              new Registry(
                  URI.create("https://ghcr.io/token"), "ghcr.io", URI.create("https://ghcr.io")),
              "quay.io",
              new Registry(
                  URI.create("https://quay.io/v2/auth"),
                  "quay.io",
                  URI.create("https://quay.io"))));
    }
  }

  private final Requests requests;
  private final Hosts hosts;
  private final PublicNames proven;
  private final Supplier<Duration> allowance;
  private final Set<String> notProven = new HashSet<>();

  /**
   * Prepares checks.
   *
   * @param proven what is known already
   * @param allowance how long may still be asked; zero if not at all. It is asked before each
   *     request.
   */
  PublicChecks(Requests requests, Hosts hosts, PublicNames proven, Supplier<Duration> allowance) {
    this.requests = requests;
    this.hosts = hosts;
    this.proven = proven;
    this.allowance = allowance;
  }

  /** Returns whether anybody can clone the repository. */
  boolean isPublic(GitRemote remote) {
    Optional<URI> host = Optional.ofNullable(hosts.gitHosts().get(remote.host()));
    return host.isPresent() && isPublic(remote.toString(), () -> canBeCloned(host.get(), remote));
  }

  /** Returns whether anybody can pull from the image's repository. */
  boolean isPublic(ImageReference image) {
    Optional<Registry> registry = Optional.ofNullable(hosts.registries().get(image.domain()));
    return registry.isPresent()
        && isPublic(image.name(), () -> canBePulled(registry.get(), image.path()));
  }

  private interface Check {
    boolean holds() throws Requests.NoReplyException, IOException;
  }

  private boolean isPublic(String name, Check check) {
    if (proven.contain(name)) {
      return true;
    }
    if (notProven.contains(name)) {
      return false;
    }
    boolean holds = false;
    try {
      holds = check.holds();
    } catch (Requests.NoReplyException | IOException e) {
      // whoever does not answer clearly proves nothing
    }
    if (holds) {
      proven.add(name);
    } else {
      notProven.add(name);
    }
    return holds;
  }

  private boolean canBeCloned(URI host, GitRemote remote) throws Requests.NoReplyException {
    URI refs = host.resolve("/" + remote.path() + ".git/info/refs?service=git-upload-pack");
    // Version 2 of the protocol answers with what the server can do, not with all its branches.
    HttpRequest request = get(refs).header("Git-Protocol", "version=2").build();
    Requests.Reply reply = send(request, System.nanoTime());
    return reply.status() == 200 && hasType(reply, ADVERTISEMENT);
  }

  private boolean canBePulled(Registry registry, String path)
      throws Requests.NoReplyException, IOException {
    long start = System.nanoTime();
    String query = "?service=" + registry.service() + "&scope=repository:" + path + ":pull";
    Requests.Reply reply = send(get(URI.create(registry.tokens() + query)).build(), start);
    String token = MAPPER.readTree(reply.body()).path("token").asText();
    if (reply.status() != 200 || !isToken(token)) {
      return false;
    }
    URI tags = registry.api().resolve("/v2/" + path + "/tags/list?n=1");
    HttpRequest request = get(tags).header("Authorization", "Bearer " + token).build();
    Requests.Reply list = send(request, start);
    return list.status() == 200 && hasType(list, "application/json");
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static HttpRequest.Builder get(URI uri) {
    return HttpRequest.newBuilder(uri).header("User-Agent", PostHogEvent.LIBRARY).GET();
  }

  private Requests.Reply send(HttpRequest request, long start) throws Requests.NoReplyException {
    Duration left = PATIENCE.minusNanos(System.nanoTime() - start);
    Duration allowed = allowance.get();
    Duration patience = left.compareTo(allowed) < 0 ? left : allowed;
    if (patience.isNegative() || patience.isZero()) {
      throw new Requests.NoReplyException(UploadProblem.TIMED_OUT, null);
    }
    return requests.send(request, patience);
  }

  private static boolean hasType(Requests.Reply reply, String type) {
    String given = reply.header("content-type").orElse("");
    int semicolon = given.indexOf(';');
    return type.equals((semicolon < 0 ? given : given.substring(0, semicolon)).strip());
  }
}
