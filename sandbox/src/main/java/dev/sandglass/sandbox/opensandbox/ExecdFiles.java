package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.files.ByteRange;
import dev.sandglass.sandbox.files.FileInfo;
import dev.sandglass.sandbox.files.FileSystem;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.http.StreamPublisher;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** The files of a sandbox. */
final class ExecdFiles implements FileSystem {
  private final Link link;
  private final String id;
  private final Execd execd;

  ExecdFiles(Link link, String id, Execd execd) {
    this.link = link;
    this.id = id;
    this.execd = execd;
  }

  @Override
  public FileInfo info(String path) {
    return observed(Operation.FILE_INFO, () -> findInfo(path));
  }

  FileInfo findInfo(String path) {
    JsonNode answer = execd.json(RouteCall.to(Route.FILES_INFO).query("path", path));
    var entries = answer.properties().iterator();
    if (!entries.hasNext()) {
      throw new SandboxException.NotFound(
          "No file '" + Failures.printable(path) + "' in the sandbox", Details.NONE);
    }
    return FilesJson.file(entries.next().getValue());
  }

  @Override
  public List<FileInfo> list(String path, int depth) {
    link.need(Capability.FILES);
    return link.observing(
        Operation.FILE_LIST,
        observation -> {
          RouteCall call = RouteCall.to(Route.DIRECTORIES_LIST).query("path", path);
          return counted(observation, files(call.query("depth", Integer.toString(depth))));
        });
  }

  @Override
  public List<FileInfo> search(String path, String glob) {
    link.need(Capability.FILES);
    return link.observing(
        Operation.FILE_SEARCH,
        observation -> {
          RouteCall call = RouteCall.to(Route.FILES_SEARCH).query("path", path);
          return counted(observation, files(call.query("pattern", glob)));
        });
  }

  private static List<FileInfo> counted(Observation observation, List<FileInfo> files) {
    observation.happened(new OperationFact.FilesCounted(files.size()));
    return files;
  }

  /** An empty list is null for servers written in Go. */
  private List<FileInfo> files(RouteCall call) {
    JsonNode answer = execd.json(call.unlimited());
    return answer.isNull() ? List.of() : Fields.list(answer, FilesJson::file);
  }

  @Override
  public InputStream read(String path) {
    return reading(Operation.FILE_READ, observation -> execd.send(download(path)).body());
  }

  private static RouteCall download(String path) {
    return RouteCall.to(Route.FILES_DOWNLOAD).query("path", path);
  }

  @Override
  public InputStream read(String path, ByteRange range) {
    String last = range.last() == Long.MAX_VALUE ? "" : Long.toString(range.last());
    return reading(
        Operation.FILE_READ,
        observation -> {
          RouteCall call = download(path).header("Range", "bytes=" + range.first() + "-" + last);
          Answer answer = execd.send(call);
          if (answer.status() != 206) {
            answer.close();
            throw new SandboxException.ServerFault(
                "The server cannot read parts of files", answer.status(), Details.NONE);
          }
          return answer.body();
        });
  }

  @Override
  public InputStream readLines(String path, long firstLine, OptionalInt count) {
    return reading(
        Operation.FILE_READ,
        observation -> {
          RouteCall call = download(path).query("offset", Long.toString(firstLine));
          count.ifPresent(lines -> call.query("limit", Integer.toString(lines)));
          return execd.send(call).body();
        });
  }

  @Override
  public void write(String path, InputStream content, Permissions permissions) {
    link.need(Capability.FILES);
    link.inputting(
        Operation.FILE_WRITE,
        CountedContent.of(content),
        counted -> {
          if (link.can(Capability.ARCHIVES)) {
            upload(path, counted, permissions);
          } else {
            new BesideWrite(this, link, execd).write(path, counted, permissions);
          }
        });
  }

  void upload(String path, InputStream content, Permissions permissions) {
    var multipart = new MultipartUpload(path, permissions);
    execd.run(
        RouteCall.to(Route.FILES_UPLOAD).stream(multipart.contentType(), multipart.body(content)));
  }

  /** Overwriting a file does not change its permissions. */
  static Permissions like(FileInfo before, Permissions wanted) {
    return wanted.mode().isPresent()
        ? wanted
        : new Permissions(OptionalInt.of(before.mode()), wanted.owner(), wanted.group());
  }

  @Override
  public void mkdirs(String path, Permissions permissions) {
    ObjectNode body = Fields.object();
    body.set(path, FilesJson.directory(permissions));
    change(Operation.FILE_MKDIRS, RouteCall.to(Route.DIRECTORIES_CREATE).json(body).idempotent());
  }

  @Override
  public void deleteFile(String path) {
    link.need(Capability.FILES);
    link.observed(
        Operation.FILE_DELETE,
        () -> {
          if (findInfo(path).type() == FileInfo.Type.DIRECTORY) {
            throw new SandboxException.InvalidRequest(
                "'" + Failures.printable(path) + "' is a directory", Details.NONE);
          }
          execd.run(RouteCall.to(Route.FILES_DELETE).query("path", path));
        });
  }

  @Override
  public void deleteDirectory(String path) {
    link.need(Capability.FILES);
    link.observed(
        Operation.FILE_DELETE,
        () -> {
          findInfo(path); // servers forgive a missing directory; users want to know
          execd.run(RouteCall.to(Route.DIRECTORIES_DELETE).query("path", path).unlimited());
        });
  }

  @Override
  public void move(String from, String to) {
    change(Operation.FILE_MOVE, moving(from, to));
  }

  static RouteCall moving(String from, String to) {
    var body = Answer.mapper().createArrayNode();
    body.addObject().put("src", from).put("dest", to);
    return RouteCall.to(Route.FILES_MOVE).json(body);
  }

  @Override
  public void chmod(String path, Permissions permissions) {
    link.need(Capability.FILES);
    link.observed(
        Operation.FILE_CHMOD,
        () -> {
          Permissions complete = like(findInfo(path), permissions); // the mode is required
          ObjectNode body = Fields.object();
          body.set(path, FilesJson.permissions(complete));
          execd.run(RouteCall.to(Route.FILES_PERMISSIONS).json(body).idempotent());
        });
  }

  @Override
  public int replace(String path, String old, String replacement) {
    return observed(
        Operation.FILE_REPLACE,
        () -> {
          ObjectNode body = Fields.object();
          body.putObject(path).put("old", old).put("new", replacement);
          RouteCall call = RouteCall.to(Route.FILES_REPLACE).query("verbose", "true").json(body);
          return execd.json(call).path(path).path("replacedCount").asInt();
        });
  }

  @Override
  public void uploadArchive(String directory, InputStream tar) {
    link.need(Capability.FILES);
    link.inputting(
        Operation.FILE_UPLOAD,
        CountedContent.archive(tar),
        counted -> {
          if (link.can(Capability.ARCHIVES)) {
            link.run(
                RouteCall.to(Route.ARCHIVE_UPLOAD, id).query("path", directory).stream(
                    "application/x-tar", new StreamPublisher(counted, -1)));
          } else {
            new ArchiveByFiles(this, new ExecdProcesses(link, execd)).upload(directory, counted);
          }
        });
  }

  @Override
  public InputStream downloadArchive(String path) {
    return reading(
        Operation.FILE_DOWNLOAD,
        observation -> {
          if (link.can(Capability.ARCHIVES)) {
            return link.send(RouteCall.to(Route.ARCHIVE_DOWNLOAD, id).query("path", path)).body();
          }
          return new ArchiveByFiles(this, new ExecdProcesses(link, execd))
              .download(path, observation);
        });
  }

  /** The operation goes on until what it returns has been read or closed. */
  private InputStream reading(Operation operation, Function<Observation, InputStream> work) {
    link.need(Capability.FILES);
    return link.observingStart(
        operation,
        observation -> {
          InputStream content = work.apply(observation);
          return new ObservedStream(
              operation == Operation.FILE_DOWNLOAD
                  ? CountedContent.archive(content)
                  : CountedContent.of(content),
              observation);
        });
  }

  private void change(Operation operation, RouteCall call) {
    link.need(Capability.FILES);
    link.observed(operation, () -> execd.run(call));
  }

  private <T> T observed(Operation operation, Supplier<T> work) {
    link.need(Capability.FILES);
    return link.observed(operation, work);
  }
}
