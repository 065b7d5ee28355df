package dev.sandglass.sandbox.process;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.SandboxException;
import java.util.List;

/** Commands and processes of a sandbox. */
public interface Processes {
  /**
   * Runs a command in the foreground; returns when it has started.
   *
   * <p>Needs {@link Capability#EXEC}, and those that the request implies: {@link
   * Capability#EXEC_STDIN}, {@link Capability#EXEC_TERMINAL}, {@link Capability#EXEC_USER}. A
   * program that cannot be found or executed is no error: the command exits with 127 or 126.
   *
   * @param request what to run
   * @param output takes the output; an exception of it ends the command
   * @return the command, to be closed
   * @throws SandboxException.InvalidRequest if the working directory or user does not exist
   */
  RunningCommand exec(ExecRequest request, OutputConsumer output);

  /**
   * Runs a command to its end and keeps its output, at most 16 MiB of each channel.
   *
   * @throws SandboxException as {@link #exec} and {@link RunningCommand#waitFor()}
   */
  CommandResult run(ExecRequest request);

  /** Starts a command that outlives this client; needs {@link Capability#BACKGROUND}. */
  CommandInfo start(ExecRequest request);

  /**
   * Lists the entry point and the background commands; needs {@link Capability#BACKGROUND_LIST}.
   */
  List<CommandInfo> commands();

  /**
   * Returns one of them by id.
   *
   * @throws SandboxException.NotFound if there is none
   */
  CommandInfo command(String id);

  /**
   * Passes a background command's output to a consumer, on the calling thread, and returns at its
   * end. Interrupt the thread to stop following.
   *
   * @param id the command, or {@link CommandInfo#ENTRYPOINT} with {@link
   *     Capability#ENTRYPOINT_LOGS}
   */
  void logs(String id, LogRequest request, OutputConsumer output);

  /**
   * Sends a signal to a background command.
   *
   * @param signal its name without {@code SIG}, such as {@code TERM}
   * @throws SandboxException.NotFound if there is none
   * @throws SandboxException.WrongState if it has ended
   */
  void signalCommand(String id, String signal);

  /** Lists all processes; needs {@link Capability#PROCESSES}. */
  List<SandboxProcess> list();

  /**
   * Sends a signal to a process; needs {@link Capability#PROCESSES}.
   *
   * @param pid its id inside
   * @param signal its name without {@code SIG}, such as {@code TERM}
   * @throws SandboxException.NotFound if there is none
   */
  void signalProcess(long pid, String signal);
}
