package dev.sandglass.engine.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.files.SandboxFiles.Listing;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.BlockingWork.Answer;
import dev.sandglass.engine.server.BlockingWork.Stream;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The files and directories of execd, and archives: {@code /files}, {@code /directories}, and
 * {@code archive} among the extensions.
 */
public final class FileRoutes implements SandboxRoutes, AutoCloseable {
  private static final String PATH = "path";

  /** Names that are not UTF-8 hold lone surrogates, which only an escape can carry. */
  private static final ObjectMapper ASCII =
      new ObjectMapper(
          JsonFactory.builder().configure(JsonWriteFeature.ESCAPE_NON_ASCII, true).build());

  private final BlockingWork work;
  private final Map<String, SandboxFiles> known = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor clock;

  /** Makes routes that do their work there. */
  public FileRoutes(BlockingWork work) {
    this.work = work;
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "files-clock");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Answers when what was asked is done, or says what went wrong. */
  @FunctionalInterface
  private interface Query {
    void answer(SandboxFiles files, QueryString query, Stream stream) throws IOException;
  }

  /** Does what a body asks for. */
  @FunctionalInterface
  private interface Change {
    void apply(SandboxFiles files, JsonNode body, Stream stream) throws IOException;
  }

  @Override
  public void mount(Router execd, Router extensions) {
    execd.get("/files/info").handler(query(this::info));
    execd.delete("/files").handler(query(this::removeFiles));
    execd.post("/files/permissions").handler(change(this::permissions));
    execd.post("/files/mv").handler(change(this::move));
    execd.get("/files/search").handler(query(this::search));
    execd.post("/files/replace").handler(this::replace);
    execd.post("/files/upload").handler(this::upload);
    execd.get("/files/download").handler(this::download);
    execd.get("/directories/list").handler(query(this::list));
    execd.post("/directories").handler(change(this::makeDirectories));
    execd.delete("/directories").handler(query(this::removeDirectories));
    extensions.get("/archive").handler(query(this::sendArchive));
    extensions.put("/archive").handler(this::receiveArchive);
  }

  private SandboxFiles files(RoutingContext context) {
    LiveSandbox sandbox = SandboxRoutes.sandbox(context);
    SandboxFiles files =
        known.compute(
            sandbox.id(),
            (id, old) ->
                old != null && old.sandbox().holder() == sandbox.holder()
                    ? old
                    : new SandboxFiles(sandbox, clock));
    if (sandbox.holder().ended().isDone()) {
      known.remove(sandbox.id(), files);
    } else if (files.watch()) {
      sandbox.holder().ended().thenRun(() -> known.remove(sandbox.id(), files));
    }
    return files;
  }

  private io.vertx.core.Handler<RoutingContext> query(Query query) {
    return context -> {
      SandboxFiles files = files(context);
      QueryString parameters = QueryString.parse(context.request().query());
      work.stream(context, stream -> query.answer(files, parameters, stream));
    };
  }

  private io.vertx.core.Handler<RoutingContext> change(Change change) {
    return context -> {
      SandboxFiles files = files(context);
      work.bodyThenStream(context, (body, stream) -> change.apply(files, body, stream));
    };
  }

  private static void empty(Stream stream) {
    stream.begin(200, Map.of("Content-Length", "0"));
  }

  private static void json(Stream stream, JsonNode node) throws IOException {
    byte[] bytes = ASCII.writeValueAsBytes(node);
    OutputStream out =
        stream.begin(
            200,
            Map.of(
                "Content-Type",
                "application/json",
                "Content-Length",
                String.valueOf(bytes.length)));
    out.write(bytes);
  }

  private static List<SandboxPath> paths(SandboxFiles files, QueryString query) {
    return query.all(PATH).stream().map(raw -> SandboxPath.ofRaw(raw, files.sandbox())).toList();
  }

  private static SandboxPath path(SandboxFiles files, QueryString query) {
    return SandboxPath.ofRaw(query.one(PATH), files.sandbox());
  }

  private void info(SandboxFiles files, QueryString query, Stream stream) throws IOException {
    List<SandboxPath> paths = paths(files, query);
    Map<String, FileInfo> found = files.describe(paths);
    Accounts accounts = files.lastAccounts();
    ObjectNode all = Json.object();
    for (int i = 0; i < paths.size(); i++) {
      String asked = ByteText.text(query.all(PATH).get(i));
      FileInfo file = found.get(paths.get(i).raw());
      all.set(asked, file.toJson(accounts));
    }
    json(stream, all);
  }

  private void removeFiles(SandboxFiles files, QueryString query, Stream stream)
      throws IOException {
    for (SandboxPath path : paths(files, query)) {
      files.remove(path);
    }
    empty(stream);
  }

  private void removeDirectories(SandboxFiles files, QueryString query, Stream stream)
      throws IOException {
    for (SandboxPath path : paths(files, query)) {
      files.removeTree(path);
    }
    empty(stream);
  }

  private void list(SandboxFiles files, QueryString query, Stream stream) throws IOException {
    long depth = query.number("depth", 0).orElse(1L);
    json(stream, array(files.list(path(files, query), (int) Math.min(depth, 1_000_000))));
  }

  private void search(SandboxFiles files, QueryString query, Stream stream) throws IOException {
    String pattern = query.optional("pattern").orElse("**");
    json(stream, array(files.search(path(files, query), pattern)));
  }

  private static ArrayNode array(Listing listing) {
    ArrayNode array = Json.array();
    listing.files().forEach(file -> array.add(file.toJson(listing.accounts())));
    return array;
  }

  private void permissions(SandboxFiles files, JsonNode body, Stream stream) throws IOException {
    for (var entry : permissionsByPath(files, body)) {
      files.permit(entry.path(), entry.permission());
    }
    empty(stream);
  }

  private void makeDirectories(SandboxFiles files, JsonNode body, Stream stream)
      throws IOException {
    for (var entry : permissionsByPath(files, body)) {
      files.makeDirectory(entry.path(), entry.permission());
    }
    empty(stream);
  }

  private record PathPermission(SandboxPath path, Permission permission) {}

  /** All is checked before the first is changed. */
  private static List<PathPermission> permissionsByPath(SandboxFiles files, JsonNode body) {
    if (!body.isObject()) {
      throw FileErrors.invalid("the body must be an object of paths with their permissions");
    }
    List<PathPermission> all = new ArrayList<>();
    for (var entry : body.properties()) {
      SandboxPath path = SandboxPath.ofText(entry.getKey(), files.sandbox());
      all.add(new PathPermission(path, Permission.from(entry.getValue())));
    }
    return all;
  }

  private void move(SandboxFiles files, JsonNode body, Stream stream) throws IOException {
    if (!body.isArray()) {
      throw FileErrors.invalid("the body must be an array of objects with src and dest");
    }
    record Move(SandboxPath source, SandboxPath destination) {}
    List<Move> moves = new ArrayList<>();
    for (JsonNode item : body) {
      if (!item.path("src").isTextual() || !item.path("dest").isTextual()) {
        throw FileErrors.invalid("each item needs the texts src and dest");
      }
      moves.add(
          new Move(
              SandboxPath.ofText(item.path("src").textValue(), files.sandbox()),
              SandboxPath.ofText(item.path("dest").textValue(), files.sandbox())));
    }
    for (Move move : moves) {
      files.move(move.source(), move.destination());
    }
    empty(stream);
  }

  private void replace(RoutingContext context) {
    SandboxFiles files = files(context);
    boolean verbose = QueryString.parse(context.request().query()).isTrue("verbose");
    work.bodyThenStream(
        context,
        (body, stream) -> {
          ObjectNode counts = new Replacement(files).apply(body);
          if (verbose) {
            json(stream, counts);
          } else {
            empty(stream);
          }
        });
  }

  private void upload(RoutingContext context) {
    SandboxFiles files = files(context);
    String type = context.request().getHeader("Content-Type");
    work.receive(
        context,
        body -> {
          Uploads.receive(files, type == null ? "" : type, body);
          return Answer.empty(200);
        });
  }

  private void download(RoutingContext context) {
    SandboxFiles files = files(context);
    QueryString query = QueryString.parse(context.request().query());
    var request = context.request();
    Downloads.Request wanted =
        Downloads.Request.of(query, request.getHeader("Range"), request.getHeader("If-Range"));
    SandboxPath path = path(files, query);
    work.stream(context, stream -> Downloads.send(files, path, wanted, stream));
  }

  private void sendArchive(SandboxFiles files, QueryString query, Stream stream)
      throws IOException {
    Archives.send(files, path(files, query), stream);
  }

  private void receiveArchive(RoutingContext context) {
    SandboxFiles files = files(context);
    QueryString query = QueryString.parse(context.request().query());
    SandboxPath path = path(files, query);
    work.receive(
        context,
        body -> {
          Archives.receive(files, path, query.isTrue("owners"), body);
          return Answer.empty(204);
        });
  }

  /** Stops the clock; processes in sandboxes end with their requests. */
  @Override
  public void close() {
    clock.shutdownNow();
    known.clear();
  }
}
