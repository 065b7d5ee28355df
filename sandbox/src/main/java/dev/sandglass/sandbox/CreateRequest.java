package dev.sandglass.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a new sandbox shall be.
 *
 * @param source template, image or snapshot
 * @param name human name, kept as metadata {@code name}
 * @param uniqueName whether a name that a live sandbox has is refused; needs {@link
 *     Capability#UNIQUE_NAMES}
 * @param entrypoint command line of the entry point; empty means one that waits
 * @param environment variables of the entry point and of every command
 * @param metadata labels; the name is added to them
 * @param limits by resource: {@code cpu} ({@code 500m}, {@code 2}), {@code memory} ({@code 512Mi}),
 *     {@code disk} ({@code 10Gi}), {@code pids} ({@code 512})
 * @param lifetime after which it is deleted by itself, whole seconds; empty means never
 * @param volumes what is mounted
 * @param network what it reaches
 * @param extensions opaque settings of the provider
 * @param readyTimeout how long {@link Sandboxes#create} waits for it to run; zero returns at once
 */
public record CreateRequest(
    Source source,
    Optional<String> name,
    boolean uniqueName,
    List<String> entrypoint,
    Map<String, String> environment,
    Map<String, String> metadata,
    Map<String, String> limits,
    Optional<Duration> lifetime,
    List<VolumeMount> volumes,
    NetworkMode network,
    Map<String, String> extensions,
    Duration readyTimeout) {

  public CreateRequest {
    entrypoint = List.copyOf(entrypoint);
    environment = Map.copyOf(environment);
    metadata = Map.copyOf(metadata);
    limits = Map.copyOf(limits);
    volumes = List.copyOf(volumes);
    extensions = Map.copyOf(extensions);
  }

  /** What a sandbox is made from. */
  public sealed interface Source {}

  /**
   * A template of the engine, or an image.
   *
   * @param uri name of a template, such as {@code host}, or an image reference
   */
  public record Image(String uri) implements Source {}

  /**
   * A snapshot.
   *
   * @param id the snapshot's id
   */
  public record FromSnapshot(String id) implements Source {}

  /** Starts a request from a template or an image. */
  public static Builder image(String uri) {
    return new Builder(new Image(uri));
  }

  /** Starts a request from a snapshot. */
  public static Builder snapshot(String id) {
    return new Builder(new FromSnapshot(id));
  }

  /** Collects what a sandbox shall be. Not for use by several threads. */
  public static final class Builder {
    private final Source source;
    private Optional<String> name = Optional.empty();
    private boolean uniqueName;
    private List<String> entrypoint = List.of();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, String> limits = new LinkedHashMap<>();
    private Optional<Duration> lifetime = Optional.empty();
    private final List<VolumeMount> volumes = new ArrayList<>();
    private NetworkMode network = NetworkMode.DEFAULT;
    private final Map<String, String> extensions = new LinkedHashMap<>();
    private Duration readyTimeout = Duration.ofSeconds(60);

    private Builder(Source source) {
      this.source = source;
    }

    /** Gives it a human name. */
    public Builder name(String value) {
      name = Optional.of(value);
      return this;
    }

    /** Gives it a name that no other live sandbox may have. */
    public Builder uniqueName(String value) {
      uniqueName = true;
      return name(value);
    }

    /** Sets the entry point's command line. */
    public Builder entrypoint(List<String> command) {
      entrypoint = command;
      return this;
    }

    /** Adds a variable. */
    public Builder environment(String key, String value) {
      environment.put(key, value);
      return this;
    }

    /** Adds a label. */
    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /** Limits a resource: {@code cpu}, {@code memory}, {@code disk} or {@code pids}. */
    public Builder limit(String resource, String value) {
      limits.put(resource, value);
      return this;
    }

    /** Lets it be deleted by itself after this time. */
    public Builder lifetime(Duration value) {
      lifetime = Optional.of(value);
      return this;
    }

    /** Mounts something. */
    public Builder volume(VolumeMount mount) {
      volumes.add(mount);
      return this;
    }

    /** Sets what it reaches. */
    public Builder network(NetworkMode mode) {
      network = mode;
      return this;
    }

    /** Passes an opaque setting to the provider. */
    public Builder extension(String key, String value) {
      extensions.put(key, value);
      return this;
    }

    /** Sets how long to wait for it to run (default one minute); zero means not at all. */
    public Builder readyTimeout(Duration value) {
      readyTimeout = value;
      return this;
    }

    /** Returns the request. */
    public CreateRequest build() {
      return new CreateRequest(
          source,
          name,
          uniqueName,
          entrypoint,
          environment,
          metadata,
          limits,
          lifetime,
          volumes,
          network,
          extensions,
          readyTimeout);
    }
  }
}
