package dev.sandglass.engine.isolation;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A running (or paused) sandbox as the kernel sees it. Thread-safe. Every method throws {@link
 * IsolationException} if the holder is gone.
 */
public interface Holder {
  /** The sandbox's id. */
  String id();

  /** Process id of the sandbox's first process, on the host. */
  long pid();

  /** Whether the namespaces still exist. */
  boolean alive();

  /** Completes when the holder is seen to be gone, however that came about (within 500 ms). */
  CompletableFuture<Void> ended();

  /** How its limits are held here. */
  Enforcement enforcement();

  /** Starts a command as a child of the engine. Blocks only until the process was spawned. */
  Execution execute(ExecutionSpec spec);

  /**
   * Starts a command that outlives the engine, with its standard input empty and its outputs in
   * files.
   *
   * @param directory where its files go; created; must not be below a directory the sandbox can
   *     write
   * @param logLimitBytes how many bytes of each output are kept; later output is dropped, and the
   *     command does not notice
   */
  DetachedExecution executeDetached(ExecutionSpec spec, Path directory, long logLimitBytes);

  /** Finds again a command started by {@link #executeDetached}, running or ended. */
  DetachedExecution adoptDetached(Path directory);

  /**
   * Runs a trusted program of the host inside the sandbox's mount namespace, where every path means
   * what it means in the sandbox: no symbolic link leads out of it. {@code /proc} of the sandbox is
   * not visible to it. It runs as the sandbox's root with the capabilities over files that root has
   * inside a container (CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_FSETID), counts towards the
   * sandbox's limits, and ends when the engine does. Messages are in the C locale, except that
   * names are raw bytes. The caller reads and closes the streams.
   *
   * @param arguments arguments without the program's name
   */
  Process tool(HostTool tool, List<String> arguments);

  /**
   * Connects to a TCP port on the loopback interface inside the sandbox: the returned process's
   * standard input and output are the connection; it ends with exit code 1 at once if nothing
   * listens.
   */
  Process connect(int port);

  /**
   * Leads TCP ports of the loopback interface inside the sandbox to a Unix domain socket of the
   * host, by a process that outlives the engine and ends with the sandbox. One that an earlier
   * engine started for the same socket goes on. Returns when they are open.
   *
   * @param socket where the engine listens, in a directory that everybody may search
   * @return the ports that could be had; others belong to programs of the sandbox
   * @throws IsolationException if the machine does not allow it
   */
  List<Integer> relay(Path socket, List<Integer> ports);

  /** Makes what is executed from now on wait for something, for two seconds at most. */
  void awaitBeforeExecuting(CompletableFuture<?> something);

  /** Freezes every process of the sandbox. Returns when they are frozen. */
  void pause();

  /** Lets them go on. */
  void resume();

  /** Whether it is frozen. */
  boolean paused();

  /** What it uses now. */
  Usage usage();

  /** What it has used and uses, without its disk: a few small files are read. */
  ResourceReading resources();

  /** Its disk; all its files are counted unless it has a file system of its own. */
  DiskReading disk();

  /** Its processes, the holder's own excepted. */
  List<SandboxProcess> processes();

  /**
   * Signals one of its processes.
   *
   * @param pid process id inside the sandbox
   * @param signal a name without SIG
   * @return whether there was such a process
   * @throws IllegalArgumentException if there is no such signal
   */
  boolean signal(int pid, String signal);

  /**
   * Ends the sandbox: TERM to all its processes, KILL after the grace period, then its namespaces,
   * mounts, cgroups and helper processes. Its files stay. Returns when all of that is gone.
   *
   * @param graceMillis milliseconds between the two signals; 0 kills at once
   */
  void stop(long graceMillis);
}
