package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.observability.SandboxIdentity;
import dev.sandglass.engine.observability.forward.Destination;
import dev.sandglass.engine.observability.forward.Forwarder;
import dev.sandglass.engine.server.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sandboxes of this engine, as the API sees them. Thread-safe. */
public final class Sandboxes implements Forwarder.Exports {
  private static final int MAX_SANDBOXES = 1000;
  private static final Duration RENEWAL_STEP = Duration.ofSeconds(10);

  private final Map<String, Sandbox> sandboxes = new ConcurrentHashMap<>();
  private final Creation creation;
  private final Snapshots snapshots;
  private final LifecycleReport report;
  private final Quotas quotas;
  private final Clock clock;
  private final List<SandboxObserver> observers = new CopyOnWriteArrayList<>();

  Sandboxes(
      Creation creation, Snapshots snapshots, LifecycleReport report, Quotas quotas, Clock clock) {
    this.quotas = quotas;
    this.creation = creation;
    this.snapshots = snapshots;
    this.report = report;
    this.clock = clock;
  }

  /**
   * Creates a sandbox and begins to make it; answers with what the API answers.
   *
   * @param unrecorded whether nothing about it may be recorded
   */
  public ObjectNode create(JsonNode body, boolean unrecorded) {
    CreateRequest request = CreateRequest.parse(body);
    if (sandboxes.size() >= MAX_SANDBOXES) {
      throw new ApiException(
          409,
          "SANDBOX::QUOTA_EXCEEDED",
          "there are " + MAX_SANDBOXES + " sandboxes already: delete some first");
    }
    List<VolumeMount> mounted =
        sandboxes.values().stream().flatMap(s -> s.record().origin().volumes().stream()).toList();
    Sandbox sandbox = creation.prepare(request, mounted);
    try {
      if (unrecorded) {
        sandbox.forbidRecording();
      }
      watch(sandbox);
      add(sandbox, request.uniqueName());
    } catch (RuntimeException e) {
      creation.undo(sandbox);
      throw e;
    }
    ObjectNode answer = SandboxView.created(sandbox.record());
    sandbox.provision();
    return answer;
  }

  /** Tells somebody of every change of every sandbox from now on. */
  public void observe(SandboxObserver observer) {
    observers.add(observer);
  }

  private void watch(Sandbox sandbox) {
    sandbox.watch(
        new Sandbox.Watcher() {
          @Override
          public void changed(SandboxState before, SandboxRecord now) {
            report.changed(before, now);
            for (SandboxObserver observer : observers) {
              observer.changed(
                  now.id(), before, now.state(), now.status().reason(), now.status().message());
            }
          }

          @Override
          public void ended() {
            ObservedSandbox last = ObservedSandbox.of(sandbox);
            observers.forEach(observer -> observer.ended(last));
          }
        });
  }

  private void add(Sandbox sandbox, boolean uniqueName) {
    synchronized (sandboxes) {
      quotas.checkNew(sandbox.record().origin().limits(), sandboxes.values());
      Optional<String> name = sandbox.record().name();
      if (uniqueName && name.isPresent()) {
        sandboxes.values().stream()
            .filter(other -> other.record().name().equals(name) && !other.record().deleting())
            .findAny()
            .ifPresent(
                other -> {
                  throw new ApiException(
                      409,
                      "SANDBOX::NAME_TAKEN",
                      "sandbox "
                          + other.record().id()
                          + " is named "
                          + Invalid.quoted(name.get())
                          + " already");
                });
      }
      sandboxes.put(sandbox.record().id(), sandbox);
    }
  }

  /** Takes a sandbox that was found at the engine's start. */
  void restore(Sandbox sandbox) {
    watch(sandbox);
    sandboxes.put(sandbox.record().id(), sandbox);
  }

  /** All sandboxes. */
  Collection<Sandbox> all() {
    return sandboxes.values();
  }

  /** The specification's sandbox. */
  public ObjectNode get(String id) {
    return SandboxView.sandbox(find(id).record());
  }

  /** Everything about a sandbox; asks the kernel, so it may block. */
  public ObjectNode info(String id) {
    return SandboxView.info(find(id));
  }

  /**
   * A page of the sandboxes that match, the newest first.
   *
   * @param states names of states, any of which matches; empty matches all
   * @param metadata labels, all of which must match
   */
  public ObjectNode list(Set<String> states, Map<String, String> metadata, Page page) {
    List<SandboxRecord> matching =
        sandboxes.values().stream()
            .map(Sandbox::record)
            .filter(record -> states.isEmpty() || states.contains(record.state().label()))
            .filter(record -> record.metadata().entrySet().containsAll(metadata.entrySet()))
            .sorted(
                Comparator.comparing((SandboxRecord record) -> record.origin().createdAt())
                    .reversed()
                    .thenComparing(SandboxRecord::id))
            .toList();
    return page.of(matching, SandboxView::sandbox);
  }

  /** Begins to delete a sandbox, unless that is under way. */
  public void delete(String id) {
    delete(find(id), "user_delete");
  }

  void delete(Sandbox sandbox, String reason) {
    sandbox.delete(
        reason,
        () -> {
          creation.release(sandbox.record());
          sandboxes.remove(sandbox.record().id(), sandbox);
        });
  }

  /** Begins to pause a running sandbox. */
  public void pause(String id) {
    find(id).pause("user_pause", "");
  }

  /** Begins to resume a paused sandbox. */
  public void resume(String id) {
    find(id).resume();
  }

  /** Begins to start a stopped or failed sandbox. */
  public void start(String id) {
    Sandbox sandbox = find(id);
    synchronized (sandboxes) {
      if (!SandboxState.ALIVE.contains(sandbox.record().state())) {
        quotas.checkStart(sandbox.record().origin().limits(), sandboxes.values());
      }
      sandbox.start();
    }
  }

  /** Begins to stop a sandbox; its files stay. */
  public void stop(String id, JsonNode body) {
    long seconds = Fields.ofOptional(body).integer("timeoutSeconds").orElse(10L);
    if (seconds < 0 || seconds > 3600) {
      throw Invalid.request("timeoutSeconds must be 0 to 3600, not " + seconds);
    }
    find(id).stop(seconds * 1000);
  }

  /** Postpones the expiry of a sandbox. */
  public ObjectNode renew(String id, JsonNode body) {
    Sandbox sandbox = find(id);
    String text = Fields.of(body).only("expiresAt").requiredText("expiresAt");
    Instant expiry = instant(text);
    SandboxRecord renewed =
        sandbox.update(
            record -> {
              Instant earliest = record.expiresAt().orElse(Instant.MIN);
              if (!expiry.isAfter(clock.instant()) || !expiry.isAfter(earliest)) {
                throw Invalid.request(
                    "expiresAt must be in the future and after the current "
                        + record.expiresAt().map(Instant::toString).orElse("time")
                        + ", not "
                        + Invalid.quoted(text));
              }
              return record.withExpiry(expiry);
            });
    return Json.object().put("expiresAt", renewed.expiresAt().orElseThrow().toString());
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw Invalid.request(
          "expiresAt must be a time like 2030-01-31T12:00:00Z, not " + Invalid.quoted(text));
    }
  }

  /** Changes labels by a JSON merge patch. */
  public ObjectNode patchMetadata(String id, JsonNode body) {
    Sandbox sandbox = find(id);
    Map<String, JsonNode> patch = Fields.of(body).all();
    SandboxRecord patched =
        sandbox.update(
            record -> {
              Map<String, String> metadata = new LinkedHashMap<>(record.metadata());
              patch.forEach((key, value) -> patch(metadata, key, value));
              Labels.checkCount(metadata);
              return record.withMetadata(metadata);
            });
    return SandboxView.sandbox(patched);
  }

  private static void patch(Map<String, String> metadata, String key, JsonNode value) {
    Labels.checkKey(key);
    if (value.isNull()) {
      metadata.remove(key);
    } else if (value.isTextual()) {
      Labels.checkValue(key, value.textValue());
      metadata.put(key, value.textValue());
    } else {
      throw Invalid.request(
          "metadata value of "
              + Invalid.quoted(key)
              + " must be a string or null, not "
              + Invalid.quoted(Json.text(value)));
    }
  }

  /** Begins to take a snapshot of a running sandbox. */
  public SnapshotRecord snapshot(String id, JsonNode body) {
    Sandbox sandbox = find(id);
    Fields fields = Fields.ofOptional(body).only("name");
    Optional<String> name = fields.text("name");
    if (name.map(text -> text.isBlank() || text.length() > 256).orElse(false)) {
      throw Invalid.request("name must have 1 to 256 characters");
    }
    sandbox.live();
    return creation.capture(sandbox, name.orElse(""), snapshots);
  }

  /**
   * Completes with the sandbox as soon as it is in one of these states.
   *
   * @param states {@link SandboxState#TERMINATED} stands for gone
   */
  public CompletableFuture<ObjectNode> await(String id, Set<SandboxState> states) {
    return find(id)
        .await(states)
        .thenApply(
            record ->
                record.state() == SandboxState.TERMINATED
                    ? gone(record.id())
                    : SandboxView.sandbox(record));
  }

  /** What stands for a sandbox that is gone. */
  public static ObjectNode gone(String id) {
    ObjectNode json = Json.object().put("id", id);
    json.putObject("status").put("state", "Deleted");
    return json;
  }

  @Override
  public Optional<Destination> of(String sandbox) {
    return Optional.ofNullable(sandboxes.get(sandbox))
        .flatMap(found -> found.record().origin().export());
  }

  /** Whether there is such a sandbox. */
  @Override
  public boolean exists(String id) {
    return sandboxes.containsKey(id);
  }

  /** A running sandbox; refused if it does not run. */
  public LiveSandbox live(String id) {
    return find(id).live();
  }

  /** The token that opens the ports of a sandbox. */
  public String token(String id) {
    return find(id).record().origin().token();
  }

  /** Whether this token opens the ports of this sandbox; takes the same time whether or not. */
  public boolean opens(String id, String token) {
    Sandbox sandbox = sandboxes.get(id);
    byte[] expected =
        (sandbox == null ? "none" : sandbox.record().origin().token())
            .getBytes(StandardCharsets.US_ASCII);
    boolean equal = MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.UTF_8));
    return equal && sandbox != null;
  }

  /** Postpones the expiry of a sandbox that was asked to live on while it is used. */
  public void accessed(String id) {
    Sandbox sandbox = sandboxes.get(id);
    if (sandbox == null || sandbox.record().expiresAt().isEmpty()) {
      return;
    }
    CreateRequest.renewal(sandbox.record().origin().extensions())
        .map(extension -> clock.instant().plus(extension))
        .filter(next -> next.isAfter(sandbox.record().expiresAt().get().plus(RENEWAL_STEP)))
        .ifPresent(next -> sandbox.update(record -> record.withExpiry(next)));
  }

  /** What the limits of all sandboxes add up to, as quotas count them; absent limits are zero. */
  public ResourceLimits allocated() {
    return new ResourceLimits(
        OptionalLong.of(Quotas.used(ResourceLimits::cpuMillis, sandboxes.values(), true)),
        OptionalLong.of(Quotas.used(ResourceLimits::memoryBytes, sandboxes.values(), true)),
        OptionalLong.of(Quotas.used(ResourceLimits::diskBytes, sandboxes.values(), false)),
        OptionalLong.empty());
  }

  /** All of them as they are now. */
  public List<ObservedSandbox> observed() {
    return sandboxes.values().stream().map(ObservedSandbox::of).toList();
  }

  /** What signals of a sandbox are labelled with; empty if there is no such sandbox. */
  public Optional<SandboxIdentity> identity(String id) {
    return Optional.ofNullable(sandboxes.get(id))
        .map(Sandbox::record)
        .map(
            record ->
                new SandboxIdentity(
                    id,
                    record.name(),
                    record.origin().template(),
                    Optional.of(record.origin().snapshot()).filter(text -> !text.isEmpty()),
                    record.origin().environment()));
  }

  /** Whether what programs in a sandbox tell is received there. */
  public boolean receives(String id) {
    return creation.receives(find(id).record().origin().environment());
  }

  /** Takes in that nothing about a sandbox may be recorded, now or later. */
  public void forbidRecording(String id) {
    Optional.ofNullable(sandboxes.get(id)).ifPresent(Sandbox::forbidRecording);
  }

  /** How many there are. */
  public int total() {
    return sandboxes.size();
  }

  /** How many have processes, or are about to. */
  public int running() {
    return (int)
        sandboxes.values().stream()
            .filter(sandbox -> SandboxState.ALIVE.contains(sandbox.record().state()))
            .count();
  }

  private Sandbox find(String id) {
    Sandbox sandbox = sandboxes.get(id);
    if (sandbox == null) {
      throw Invalid.noSandbox(id);
    }
    return sandbox;
  }
}
