package dev.sandglass.engine.files;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** The files of one running sandbox. Thread-safe; all methods block. */
final class SandboxFiles {
  /** Most entries in one answer. */
  static final int MAX_ENTRIES = 100_000;

  /**
   * How long a small operation may take; one that waits for a FIFO or a dead mount does not end.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int MAX_ACCOUNT_BYTES = 1 << 20;

  private final LiveSandbox sandbox;
  private final ScheduledExecutorService clock;
  private final Agent agent;
  private final Leftovers leftovers;
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile Accounts accounts = Accounts.NONE;

  SandboxFiles(LiveSandbox sandbox, ScheduledExecutorService clock) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.agent = new Agent(sandbox.holder(), clock);
    this.leftovers = new Leftovers(sandbox.directory().resolve("uploads"));
  }

  LiveSandbox sandbox() {
    return sandbox;
  }

  /** Whether this is the first call. */
  boolean watch() {
    return watched.compareAndSet(false, true);
  }

  /** Users and groups as of the last answer. */
  Accounts lastAccounts() {
    return accounts;
  }

  /** A list and the names that belong to its numbers. */
  record Listing(List<FileInfo> files, Accounts accounts) {}

  static ApiException tooMany() {
    return FileErrors.invalid(
        "there are more than " + MAX_ENTRIES + " entries: narrow the path, depth or pattern");
  }

  static ApiException timedOut() {
    return FileErrors.runtime(
        "the sandbox's file system did not answer in time: a FIFO, a dead mount or a paused"
            + " sandbox may be in the way");
  }

  /** Makes sure that the sandbox can work, and clears away what an earlier engine left undone. */
  private Holder ready() throws IOException {
    if (sandbox.holder().paused()) {
      throw FileErrors.paused();
    }
    for (String path : leftovers.takeOld()) {
      agent.call(Call.of("remove_tree").raw(path));
    }
    return sandbox.holder();
  }

  /** Does a small call. */
  List<ToolOutput.Entry> call(Call call) throws IOException {
    ready();
    return agent.call(call);
  }

  /** Does a small call that takes this content. */
  List<ToolOutput.Entry> call(Call call, byte[] content) throws IOException {
    ready();
    return agent.call(call, content);
  }

  /** Does a call that may take its time. */
  private List<ToolOutput.Entry> longCall(Call call, Predicate<ToolOutput.Entry> wanted)
      throws IOException {
    List<ToolOutput.Entry> entries = new ArrayList<>();
    try (Tool tool = start(call)) {
      ScheduledFuture<?> limit = tool.limit(LONG);
      try {
        tool.output()
            .answer(
                entry -> {
                  if (wanted.test(entry)) {
                    entries.add(entry);
                  }
                  if (entries.size() > MAX_ENTRIES + 2) {
                    throw tooMany();
                  }
                });
      } catch (EOFException e) {
        if (tool.timedOut()) {
          throw timedOut();
        }
        throw e;
      } finally {
        limit.cancel(false);
      }
    }
    return entries;
  }

  /** Starts a process for a call that streams. */
  Tool start(Call call) throws IOException {
    return Tool.start(ready(), clock, call);
  }

  /**
   * Reads the first answer of a streaming call.
   *
   * @throws ApiException what the tools say, or that they take too long
   */
  List<ToolOutput.Entry> begin(Tool tool) throws IOException {
    List<ToolOutput.Entry> entries = new ArrayList<>();
    ScheduledFuture<?> limit = tool.limit(PATIENCE);
    try {
      tool.output().answer(entries::add);
    } catch (IOException e) {
      if (tool.timedOut()) {
        throw timedOut();
      }
      throw e;
    } finally {
      limit.cancel(false);
    }
    return entries;
  }

  /** Names of temporary files and what remains to be cleared away. */
  Leftovers leftovers() {
    return leftovers;
  }

  /** Removes a temporary file or directory of an upload that was not completed. */
  void discard(String rawPath) throws IOException {
    agent.call(Call.of("remove_tree").raw(rawPath));
  }

  /** What is at these paths. */
  Map<String, FileInfo> describe(List<SandboxPath> paths) throws IOException {
    Call call = Call.of("describe");
    paths.forEach(call::path);
    Listing listing = listing(call(call));
    Map<String, FileInfo> found = new LinkedHashMap<>();
    listing.files().forEach(file -> found.put(file.rawPath(), file));
    for (SandboxPath path : paths) {
      if (!found.containsKey(path.raw())) {
        throw FileErrors.notFound(path.display());
      }
    }
    return found;
  }

  /** What is in a directory, sorted. */
  Listing list(SandboxPath directory, int depth) throws IOException {
    Call call = Call.of("list").path(directory).number(depth);
    Listing all = listing(depth <= 1 ? call(call) : longCall(call, entry -> true));
    List<FileInfo> files = new ArrayList<>(all.files());
    boolean isDirectory =
        files.removeIf(file -> file.rawPath().equals(directory.raw()) && file.isDirectory());
    if (!isDirectory) {
      throw FileErrors.invalid("this is not a directory: " + directory.display());
    }
    return sorted(files, all.accounts());
  }

  /** All files below a path that match, sorted. */
  Listing search(SandboxPath root, String pattern) throws IOException {
    Glob glob = Glob.compile(pattern);
    int skip = root.isRoot() ? 1 : root.raw().length() + 1;
    Predicate<ToolOutput.Entry> wanted =
        entry -> {
          if (!entry.kind().equals("f")) {
            return true;
          }
          String path = entry.fields().get(8);
          String relative = path.length() < skip ? root.rawName() : path.substring(skip);
          return glob.matches(ByteText.text(relative));
        };
    Listing found = listing(longCall(Call.of("search").path(root), wanted));
    return sorted(found.files(), found.accounts());
  }

  private static Listing sorted(List<FileInfo> files, Accounts accounts) {
    if (files.size() > MAX_ENTRIES) {
      throw tooMany();
    }
    return new Listing(
        files.stream().sorted(Comparator.comparing(FileInfo::sortKey)).toList(), accounts);
  }

  private Listing listing(List<ToolOutput.Entry> entries) throws IOException {
    List<FileInfo> files = new ArrayList<>(entries.size());
    StringBuilder fingerprint = new StringBuilder();
    for (ToolOutput.Entry entry : entries) {
      switch (entry.kind()) {
        case "f" -> files.add(FileInfo.of(entry.fields()));
        case "a" -> fingerprint.append(entry.fields());
        default -> throw new IOException("unexpected answer of the tools in the sandbox");
      }
    }
    return new Listing(files, accounts(fingerprint.toString()));
  }

  /** Users and groups as the sandbox's files name them now. */
  Accounts accounts() throws IOException {
    return listing(call(Call.of("accounts"))).accounts();
  }

  private Accounts accounts(String fingerprint) throws IOException {
    Accounts known = accounts;
    if (!known.fingerprint().equals(fingerprint)) {
      known = Accounts.parse(fingerprint, content("/etc/passwd"), content("/etc/group"));
      accounts = known;
    }
    return known;
  }

  private String content(String path) throws IOException {
    try (FileContent file = FileContent.open(this, new SandboxPath(path))) {
      var in = file.bytes(0, Math.min(file.size(), MAX_ACCOUNT_BYTES));
      return new String(in.readNBytes(MAX_ACCOUNT_BYTES), StandardCharsets.ISO_8859_1);
    } catch (ApiException e) {
      // A sandbox without such a file has numbers instead of names.
      return "";
    }
  }

  /** What chown takes for these names. */
  String ownership(Permission permission) throws IOException {
    return permission.changesOwner()
        ? accounts().ownership(permission.owner(), permission.group())
        : "-";
  }

  void remove(SandboxPath file) throws IOException {
    call(Call.of("remove").path(file));
  }

  void removeTree(SandboxPath directory) throws IOException {
    if (directory.isRoot()) {
      throw FileErrors.invalid("the root directory cannot be deleted");
    }
    longCall(Call.of("remove_tree").path(directory), entry -> true);
  }

  void move(SandboxPath source, SandboxPath destination) throws IOException {
    longCall(Call.of("move").path(source).path(destination), entry -> true);
  }

  void permit(SandboxPath path, Permission permission) throws IOException {
    String mode = permission.mode().orElse("-");
    call(Call.of("permit").path(path).raw(mode).raw(ownership(permission)));
  }

  void makeDirectory(SandboxPath path, Permission permission) throws IOException {
    String mode = permission.mode().orElse("755");
    call(Call.of("make_directory").path(path).raw(mode).raw(ownership(permission)));
  }
}
