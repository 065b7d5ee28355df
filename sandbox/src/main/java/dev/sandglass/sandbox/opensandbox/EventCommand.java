package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.process.CommandExit;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.RunningCommand;
import dev.sandglass.sandbox.process.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A command without input whose output comes as lines in events. */
final class EventCommand implements RunningCommand {
  private static final Set<String> ENDING = Set.of("INT", "TERM", "KILL");

  private final Link link;
  private final Execd execd;
  private final OutputConsumer output;
  private final Optional<Duration> timeout;
  private final EventStream events;
  private final long start = System.nanoTime();
  private final CompletableFuture<String> started = new CompletableFuture<>();
  private final CompletableFuture<CommandExit> exit = new CompletableFuture<>();

  private EventCommand(
      Link link, Execd execd, Answer answer, OutputConsumer output, Optional<Duration> timeout) {
    this.link = link;
    this.execd = execd;
    this.output = output;
    this.timeout = timeout;
    this.events = new EventStream(answer.body());
  }

  static EventCommand start(
      Link link,
      Execd execd,
      RouteCall call,
      OutputConsumer output,
      Observation observation,
      Optional<Duration> timeout) {
    var command = new EventCommand(link, execd, execd.send(call), output, timeout);
    Thread reader = new Thread(() -> command.readWithin(observation), "sandbox-command");
    reader.setDaemon(true);
    reader.start();
    try {
      SocketCommand.await(command.started, null);
      return command;
    } catch (SandboxException e) {
      command.close();
      throw e;
    }
  }

  private void readWithin(Observation observation) {
    OperationObserver.Scope scope = observation.enter();
    try {
      read();
    } finally {
      scope.close();
    }
  }

  private void read() {
    try (EventStream stream = events) {
      Optional<JsonNode> event;
      while (!exit.isDone() && (event = stream.next()).isPresent()) {
        on(event.get());
      }
      fail(
          new SandboxException.ConnectionLost(
              "The server ended the stream before the command ended", Details.NONE));
    } catch (IOException e) {
      fail(Failures.ofTransfer(e));
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
      exit.completeExceptionally(e);
      interrupt();
    }
  }

  private void fail(SandboxException reason) {
    started.completeExceptionally(reason);
    exit.completeExceptionally(reason);
  }

  private void on(JsonNode event) {
    switch (event.path("type").asText("")) {
      case "init" -> started.complete(event.path("text").asText(""));
      case "stdout" -> pass(OutputChannel.STDOUT, event);
      case "stderr" -> pass(OutputChannel.STDERR, event);
      case "execution_complete" -> end(0);
      case "error" -> onError(event.path("error"));
      default -> {
        // pings and states
      }
    }
  }

  private void pass(OutputChannel channel, JsonNode event) {
    try {
      output.accept(channel, ByteBuffer.wrap(lineOf(event).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw Failures.localFault(e);
    }
  }

  /** A line comes without its end, and an empty line as an end alone. */
  static String lineOf(JsonNode event) {
    String text = event.path("text").asText("");
    return text.endsWith("\n") ? text : text + "\n";
  }

  private void onError(JsonNode error) {
    String value = error.path("evalue").asText("");
    try {
      end(Integer.parseInt(value.strip()));
    } catch (NumberFormatException e) {
      fail(Failures.ofError(400, value, null, Details.NONE));
    }
  }

  private void end(int exitCode) {
    boolean late =
        exitCode != 0
            && timeout.isPresent()
            && System.nanoTime() - start >= timeout.get().toNanos();
    started.complete("");
    // A server that tells -1 means that a signal ended it.
    exit.complete(new CommandExit(exitCode < 0 ? 137 : exitCode, late));
  }

  @Override
  public String id() {
    return started.getNow("");
  }

  @Override
  public OutputStream stdin() {
    throw new IllegalStateException("The request did not ask for standard input");
  }

  @Override
  public void signal(String signal) {
    if (!ENDING.contains(signal)) {
      link.need(Capability.EXEC_SIGNAL);
    }
    interrupt();
  }

  private void interrupt() {
    if (!id().isEmpty()) {
      execd.run(RouteCall.to(Route.COMMAND_INTERRUPT).query("id", id()));
    }
  }

  @Override
  public void resize(TerminalSize size) {
    // there is no terminal
  }

  @Override
  public CompletableFuture<CommandExit> exit() {
    return exit.copy();
  }

  @Override
  public CommandExit waitFor() {
    return SocketCommand.await(exit, null);
  }

  @Override
  public CommandExit waitFor(Duration limit) {
    return SocketCommand.await(exit, limit);
  }

  @Override
  public void close() {
    if (exit.completeExceptionally(
        new SandboxException.Interrupted("The command was closed", Details.NONE))) {
      boolean interrupted = Thread.interrupted();
      try {
        interrupt();
      } catch (SandboxException e) {
        System.getLogger(EventCommand.class.getName())
            .log(System.Logger.Level.DEBUG, "A command could not be interrupted", e);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    try {
      events.close();
    } catch (IOException e) {
      throw Failures.ofTransfer(e);
    }
  }
}
