package dev.sandglass.sandbox.lookup;

import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.Secret;
import dev.sandglass.sandbox.UsageTelemetry;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.Server;
import dev.sandglass.sandbox.local.LocalProvider;
import dev.sandglass.sandbox.opensandbox.OpenSandboxProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is, by name, for somebody who presses TAB.
 *
 * <p>It starts no engine, tries nothing twice, tells no observer, and tells the engine to count
 * nothing. It is no client: the one of {@link dev.sandglass.sandbox.SandboxClient} does all that,
 * which takes a fresh JVM several times as long. Each wait for the network ends after 300 ms;
 * whoever asks bounds all of them together. Everything it returns is untrusted text.
 */
public final class NameLookup {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final String EXECD = "/proxy/44772";
  private static final Map<String, String> PAGE = Map.of("page", "1", "pageSize", "200");

  private final Server server;
  private final boolean embedded;
  private final Duration patience;

  /**
   * One of the things looked up.
   *
   * @param name what a command calls it
   * @param about a word or two on it, or nothing
   */
  public record Found(String name, String about) {}

  private NameLookup(Server server, boolean embedded, Duration patience) {
    this.server = server;
    this.embedded = embedded;
    this.patience = patience;
  }

  /** Returns the way to the embedded engine of this user, if it runs. */
  public static Optional<NameLookup> local(Map<String, String> environment) {
    Optional<Server> engine = LocalProvider.livingEngine(environment);
    return engine.isPresent()
        ? Optional.of(new NameLookup(engine.get(), true, PATIENCE))
        : Optional.empty();
  }

  /** Returns the way to an OpenSandbox server. */
  public static NameLookup openSandbox(URI url, Optional<Secret> apiKey) {
    return new NameLookup(OpenSandboxProvider.server(url, apiKey), false, PATIENCE);
  }

  /** The same, waiting longer for the network. */
  NameLookup waiting(Duration longer) {
    return new NameLookup(server, embedded, longer);
  }

  /** Sandboxes: by name, or by id where they have none or share it; with their states. */
  public List<Found> sandboxes() throws IOException {
    return named(list(Route.SANDBOXES_LIST, PAGE), "metadata." + SandboxInfo.NAME_KEY);
  }

  /** Snapshots: by name, or by id where they have none or share it; with their states. */
  public List<Found> snapshots() throws IOException {
    return named(list(Route.SNAPSHOTS_LIST, PAGE), "name");
  }

  /** Named volumes; a server that is no embedded engine has none. */
  public List<Found> volumes() throws IOException {
    return embedded ? named(list(Route.VOLUMES_LIST, Map.of()), "name") : List.of();
  }

  /** Templates; a server that is no embedded engine has none. */
  public List<Found> templates() throws IOException {
    return embedded ? named(list(Route.TEMPLATES_LIST, Map.of()), "name") : List.of();
  }

  /**
   * The names of what is in a directory of a sandbox, those of directories with a slash at the end.
   *
   * @param sandbox name, id, or the beginning of an id; if it fits several there is nothing
   */
  public List<Found> files(String sandbox, String directory) throws IOException {
    Optional<String> id = id(sandbox);
    if (id.isEmpty()) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    Map<String, String> query = Map.of("path", directory, "depth", "1");
    String path = Route.DIRECTORIES_LIST.template().path();
    try (InputStream answer = answer(execd(id.get()), path, query)) {
      for (Map<String, String> file : JsonItems.list(answer)) {
        String inside = file.getOrDefault("path", "");
        String name = inside.substring(inside.lastIndexOf('/') + 1);
        boolean holdsMore = file.getOrDefault("type", "").equals("directory");
        found.add(new Found(holdsMore ? name + "/" : name, ""));
      }
    }
    return found;
  }

  private Optional<String> id(String sandbox) throws IOException {
    List<String> named = new ArrayList<>();
    List<String> beginning = new ArrayList<>();
    for (Map<String, String> item : list(Route.SANDBOXES_LIST, PAGE)) {
      String id = item.getOrDefault("id", "");
      if (sandbox.equals(item.get("metadata." + SandboxInfo.NAME_KEY))) {
        named.add(id);
      } else if (!sandbox.isEmpty() && id.startsWith(sandbox)) {
        beginning.add(id);
      }
    }
    List<String> fitting = named.isEmpty() ? beginning : named;
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  /** The engine answers for execd itself; elsewhere its address is asked for. */
  private Server execd(String id) throws IOException {
    if (embedded) {
      String path = Route.SANDBOX_GET.template().path(id) + EXECD;
      return new Server(URI.create(server.base() + path), server.headers());
    }
    String path = Route.SANDBOX_ENDPOINT.template().path(id, EXECD.replaceFirst(".*/", ""));
    Map<String, String> endpoint;
    try (InputStream answer = answer(server, path, Map.of())) {
      endpoint = JsonItems.object(answer);
    }
    Map<String, Secret> headers = new HashMap<>();
    for (Map.Entry<String, String> field : endpoint.entrySet()) {
      if (field.getKey().startsWith("headers.")) {
        headers.put(field.getKey().substring("headers.".length()), Secret.of(field.getValue()));
      }
    }
    String address = endpoint.getOrDefault("endpoint", "").replaceFirst("/+$", "");
    String scheme = address.contains("://") ? "" : server.base().getScheme() + "://";
    return new Server(URI.create(scheme + address), headers);
  }

  private static List<Found> named(List<Map<String, String>> items, String field) {
    Map<String, Integer> count = new HashMap<>();
    for (Map<String, String> item : items) {
      count.merge(item.getOrDefault(field, ""), 1, Integer::sum);
    }
    List<Found> found = new ArrayList<>();
    for (Map<String, String> item : items) {
      String name = item.getOrDefault(field, "");
      boolean unique = !name.isEmpty() && count.get(name) == 1;
      String state = item.getOrDefault("status.state", item.getOrDefault("kind", ""));
      found.add(new Found(unique ? name : item.getOrDefault("id", name), state));
    }
    return found;
  }

  private List<Map<String, String>> list(Route route, Map<String, String> query)
      throws IOException {
    try (InputStream answer = answer(server, route.template().path(), query)) {
      return JsonItems.list(answer);
    }
  }

  private InputStream answer(Server target, String path, Map<String, String> query)
      throws IOException {
    StringBuilder address = new StringBuilder(target.base() + path);
    String separator = "?";
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      String value = URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
      address.append(separator).append(parameter.getKey()).append('=').append(value);
      separator = "&";
    }
    URI url = URI.create(address.toString());
    HttpURLConnection connection =
        (HttpURLConnection)
            (embedded ? url.toURL().openConnection(Proxy.NO_PROXY) : url.toURL().openConnection());
    connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
    connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
    connection.setInstanceFollowRedirects(false);
    for (Map.Entry<String, Secret> header : target.headers().entrySet()) {
      connection.setRequestProperty(header.getKey(), header.getValue().reveal());
    }
    if (embedded) {
      connection.setRequestProperty(UsageTelemetry.HEADER, UsageTelemetry.OFF_VALUE);
    }
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("HTTP " + connection.getResponseCode());
    }
    return connection.getInputStream();
  }
}
