package dev.sandglass.engine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.Lifecycle;
import dev.sandglass.engine.lifecycle.Page;
import dev.sandglass.engine.lifecycle.Sandboxes;
import dev.sandglass.engine.lifecycle.SnapshotRecord;
import dev.sandglass.engine.lifecycle.Snapshots;
import dev.sandglass.engine.server.BlockingWork.Answer;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of the lifecycle specification. */
final class LifecycleRoutes {
  static final String SANDBOX_ID = "sandboxId";
  private static final String SNAPSHOT_ID = "snapshotId";

  private final Sandboxes sandboxes;
  private final Snapshots snapshots;
  private final BlockingWork work;

  LifecycleRoutes(Lifecycle lifecycle, BlockingWork work) {
    this.sandboxes = lifecycle.sandboxes();
    this.snapshots = lifecycle.snapshots();
    this.work = work;
  }

  /** Adds routes below a prefix. */
  void mount(Router router, String prefix) {
    router.get(prefix + "/sandboxes").handler(this::list);
    router.post(prefix + "/sandboxes").handler(this::create);
    router.get(prefix + "/sandboxes/:sandboxId").handler(this::get);
    router.delete(prefix + "/sandboxes/:sandboxId").handler(accept(204, sandboxes::delete));
    router.post(prefix + "/sandboxes/:sandboxId/pause").handler(accept(202, sandboxes::pause));
    router.post(prefix + "/sandboxes/:sandboxId/resume").handler(accept(202, sandboxes::resume));
    router
        .post(prefix + "/sandboxes/:sandboxId/renew-expiration")
        .handler(change(sandboxes::renew));
    router
        .patch(prefix + "/sandboxes/:sandboxId/metadata")
        .handler(change(sandboxes::patchMetadata));
    router.post(prefix + "/sandboxes/:sandboxId/snapshots").handler(this::takeSnapshot);
    router.get(prefix + "/sandboxes/:sandboxId/endpoints/:port").handler(this::endpoint);
    router.get(prefix + "/snapshots").handler(this::listSnapshots);
    router.get(prefix + "/snapshots/:snapshotId").handler(this::getSnapshot);
    router.delete(prefix + "/snapshots/:snapshotId").handler(this::deleteSnapshot);
  }

  /** Something that happens to a sandbox. */
  interface Command {
    void run(String id);
  }

  /** A change of a sandbox, as the request's body says. */
  interface Change {
    ObjectNode apply(String id, JsonNode body);
  }

  private Handler<RoutingContext> accept(int status, Command command) {
    return context -> {
      String id = context.pathParam(SANDBOX_ID);
      work.answer(
          context,
          () -> {
            command.run(id);
            return Answer.empty(status);
          });
    };
  }

  private Handler<RoutingContext> change(Change change) {
    return context -> {
      String id = context.pathParam(SANDBOX_ID);
      work.body(context, body -> Answer.json(200, change.apply(id, body)));
    };
  }

  private void create(RoutingContext context) {
    boolean unrecorded = RequestWatch.isForbidden(context);
    work.body(
        context,
        body -> {
          ObjectNode created = sandboxes.create(body, unrecorded);
          location(context, "/sandboxes/" + created.path("id").asText());
          return Answer.json(202, created);
        });
  }

  private static void location(RoutingContext context, String path) {
    String base = context.normalizedPath().startsWith("/v1/") ? "/v1" : "";
    context.response().putHeader(HttpHeaders.LOCATION, base + path);
  }

  private void list(RoutingContext context) {
    Set<String> states = Set.copyOf(context.queryParam("state"));
    Map<String, String> metadata = new LinkedHashMap<>();
    context.queryParam("metadata").forEach(value -> addFilter(metadata, value));
    Answers.json(context, 200, sandboxes.list(states, metadata, page(context)));
  }

  private static Page page(RoutingContext context) {
    return Page.of(first(context, "page"), first(context, "pageSize"));
  }

  private static Optional<String> first(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst();
  }

  private static void addFilter(Map<String, String> metadata, String value) {
    for (String pair : value.split("&")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new ApiException(
            400, "SANDBOX::INVALID_REQUEST", "metadata must be like key=value&key2=value2");
      }
      metadata.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }
  }

  /** Undoes URL encoding, however often a client applied it: labels hold no percent signs. */
  private static String decode(String value) {
    String decoded = value;
    try {
      for (int i = 0; i < 3 && decoded.indexOf('%') >= 0; i++) {
        decoded = URLDecoder.decode(decoded, StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "SANDBOX::INVALID_REQUEST", "metadata is not URL encoded");
    }
    return decoded;
  }

  private void get(RoutingContext context) {
    Answers.json(context, 200, sandboxes.get(context.pathParam(SANDBOX_ID)));
  }

  private void takeSnapshot(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    work.body(
        context,
        body -> {
          SnapshotRecord snapshot = sandboxes.snapshot(id, body);
          location(context, "/snapshots/" + snapshot.id());
          return Answer.json(202, snapshot.toJson());
        });
  }

  private void listSnapshots(RoutingContext context) {
    Optional<String> sandbox = first(context, SANDBOX_ID);
    Set<String> states = Set.copyOf(context.queryParam("state"));
    List<SnapshotRecord> matching =
        snapshots.list().stream()
            .filter(snapshot -> sandbox.map(snapshot.sandboxId()::equals).orElse(true))
            .filter(snapshot -> states.isEmpty() || states.contains(snapshot.status().state()))
            .toList();
    Answers.json(context, 200, page(context).of(matching, SnapshotRecord::toJson));
  }

  private void getSnapshot(RoutingContext context) {
    Answers.json(context, 200, snapshots.get(context.pathParam(SNAPSHOT_ID)).toJson());
  }

  private void deleteSnapshot(RoutingContext context) {
    String id = context.pathParam(SNAPSHOT_ID);
    work.answer(
        context,
        () -> {
          snapshots.delete(id);
          return Answer.empty(204);
        });
  }

  private void endpoint(RoutingContext context) {
    String id = context.pathParam(SANDBOX_ID);
    int port = port(context.pathParam("port"));
    if (first(context, "expires").isPresent()) {
      throw new ApiException(
          400, "SANDBOX::INVALID_REQUEST", "expires: signed routes are not offered here");
    }
    // The egress port has an endpoint as well: the SDKs ask for it with every new sandbox. What is
    // asked of the endpoint itself is answered with 404 while there are no policies.
    String token = sandboxes.token(id);
    String authority = context.request().getHeader(HttpHeaders.HOST);
    ObjectNode json =
        Json.object().put("endpoint", authority + "/v1/sandboxes/" + id + "/proxy/" + port);
    json.putObject("headers").put(Access.TOKEN_HEADER, token);
    Answers.json(context, 200, json);
  }

  /** Reads a port's number. */
  static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of bounds.
    }
    throw new ApiException(
        400, "SANDBOX::INVALID_REQUEST", "a port is a number from 1 to 65535, not '" + text + "'");
  }
}
