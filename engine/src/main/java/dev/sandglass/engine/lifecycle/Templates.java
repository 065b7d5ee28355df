package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.server.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The templates of this engine. Thread-safe. */
public final class Templates {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9._/-]{0,126}(:[A-Za-z0-9._-]{1,63})?");
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final Layers layers;
  private final TemplateSource source;
  private final Map<String, Template> templates = new ConcurrentHashMap<>();
  private final Set<String> adding = new HashSet<>();
  private volatile LongSupplier hostSize = () -> 0;

  Templates(Path directory, Layers layers, TemplateSource source) {
    this.directory = directory;
    this.layers = layers;
    this.source = source;
  }

  /** Reads the records and makes the host's template. */
  void load(Isolation isolation, Path layerDirectory, Clock clock) {
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .flatMap(file -> JsonFiles.read(file).stream())
          .map(Template::from)
          .forEach(this::put);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    String layer = isolation.hostLayer();
    hostSize = () -> isolation.diskUsage(layerDirectory.resolve(layer)).orElse(0);
    put(
        new Template(
            Template.HOST,
            Template.HOST,
            clock.instant(),
            0,
            List.of(layer),
            List.of(),
            Map.of(),
            "/workspace",
            Provenance.UNKNOWN));
  }

  /** All of them, by name. */
  public List<Template> list() {
    measureHost();
    return templates.values().stream().sorted(Comparator.comparing(Template::name)).toList();
  }

  /** Takes a process, and nobody needs it to make a sandbox: only when somebody asks for it. */
  private synchronized void measureHost() {
    Template host = templates.get(Template.HOST);
    if (host != null && host.sizeBytes() == 0) {
      templates.put(Template.HOST, host.ofSize(hostSize.getAsLong()));
    }
  }

  /** The template of this name; the size of the host's may not be known yet. */
  public Optional<Template> get(String name) {
    return Optional.ofNullable(templates.get(name));
  }

  /** The template that an image's name means. */
  Template resolve(String image) {
    String latest = ":latest";
    String bare =
        image.endsWith(latest) ? image.substring(0, image.length() - latest.length()) : image;
    return get(image)
        .or(() -> get(bare))
        .orElseThrow(
            () ->
                new ApiException(
                    400,
                    "TEMPLATE::NOT_FOUND",
                    "there is no template "
                        + Invalid.quoted(image)
                        + ": sand template ls shows them, and sand template add NAME"
                        + " DIR|TARBALL|OCI-LAYOUT adds one"));
  }

  /** Imports a root file system; blocks until it is done. */
  public Template add(String name, JsonNode body) {
    if (!NAME.matcher(name).matches()) {
      throw new ApiException(
          400,
          "TEMPLATE::INVALID",
          "a template's name is made of lower-case letters, digits, '.', '_', '-' and '/', not "
              + Invalid.quoted(name));
    }
    String path = Fields.of(body).only("source").requiredText("source");
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new ApiException(
          400, "TEMPLATE::INVALID", "source must be an absolute path, not " + Invalid.quoted(path));
    }
    synchronized (adding) {
      if (templates.containsKey(name) || !adding.add(name)) {
        throw new ApiException(
            409,
            "TEMPLATE::EXISTS",
            "there is a template " + name + " already: sand template rm " + name + " removes it");
      }
    }
    try {
      Template template = source.add(name, Path.of(path));
      JsonFiles.write(file(name), template.toFile());
      put(template);
      return template;
    } finally {
      synchronized (adding) {
        adding.remove(name);
      }
    }
  }

  /** Removes a template; sandboxes made from it keep its layers. */
  public void delete(String name) {
    Template template =
        get(name)
            .orElseThrow(
                () ->
                    new ApiException(
                        404,
                        "TEMPLATE::NOT_FOUND",
                        "there is no template " + Invalid.quoted(name)));
    if (template.builtIn()) {
      throw new ApiException(
          409, "TEMPLATE::IN_USE", "the template " + name + " is built in and stays");
    }
    if (templates.remove(name, template)) {
      try {
        Files.deleteIfExists(file(name));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete the template's record", e);
      }
      layers.release(template.layers());
    }
  }

  private void put(Template template) {
    layers.hold(template.layers());
    templates.put(template.name(), template);
  }

  /** Names may hold slashes and colons; file names must not. */
  private Path file(String name) {
    return directory.resolve(name.replace("/", "%2F") + SUFFIX);
  }
}
