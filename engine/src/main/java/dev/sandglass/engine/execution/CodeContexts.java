package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The code contexts of one sandbox, each with a state of its own that lasts from run to run.
 *
 * <p>Python runs in a real Jupyter kernel where {@code jupyter_client} and {@code ipykernel} can be
 * imported in the sandbox: a small program in the sandbox starts the kernel and speaks its protocol
 * through {@code jupyter_client}. Otherwise, and for the other languages, a persistent interpreter
 * process runs a driver of ours: Python by compiling with {@code ast}, JavaScript by the
 * inspector's evaluation as in a browser's console (top-level {@code await}, {@code const} can be
 * declared again), Java by the JShell API, Ruby, Perl and PHP by their {@code eval} (in Perl,
 * {@code my} variables end with their run), and shells as sessions do.
 *
 * <p>An interrupt ends the run and keeps the state: an exception in Python, JavaScript, Ruby, Perl
 * and PHP with pcntl, a stop of the snippet in Java, and in shells as {@link ShellInterpreter}
 * says. A context whose process has ended is gone; the default context of its language is made anew
 * when it is needed. Contexts end with the engine. Thread-safe.
 */
final class CodeContexts {
  private static final int MAX = 32;
  private static final List<String> JUPYTER_CHECK =
      List.of("-c", "import ipykernel, jupyter_client");

  private final SandboxExecutions inside;
  private final Workers workers;
  private final Map<String, CodeContext> contexts = new LinkedHashMap<>();
  private final Map<Language, String> defaults = new EnumMap<>(Language.class);
  private int starting;

  CodeContexts(SandboxExecutions inside, Workers workers) {
    this.inside = inside;
    this.workers = workers;
  }

  /** A context. */
  record CodeContext(String id, Language language, Interpreter interpreter, AtomicLong runs) {
    ObjectNode toJson() {
      return Json.object().put("id", id).put("language", language.title());
    }
  }

  /** The language of this name. */
  static Language language(String name) {
    return Language.of(name)
        .orElseThrow(
            () ->
                Fields.invalid(
                    "there is no language "
                        + name
                        + "; there are "
                        + Arrays.stream(Language.values())
                            .map(Language::title)
                            .collect(Collectors.joining(", "))));
  }

  /** Starts a context. */
  CodeContext create(Language language, Optional<String> workingDirectory) {
    String program =
        inside.programs().first(language.programs()).orElseThrow(() -> missing(language));
    synchronized (contexts) {
      if (contexts.size() + starting >= MAX) {
        throw new ApiException(
            429,
            "SANDBOX::TOO_MANY_EXECUTIONS",
            "this sandbox has " + MAX + " code contexts: delete one");
      }
      starting++;
    }
    try {
      return started(language, program, workingDirectory);
    } finally {
      synchronized (contexts) {
        starting--;
      }
    }
  }

  private CodeContext started(
      Language language, String program, Optional<String> workingDirectory) {
    Admission.Permit permit = inside.admission().acquire();
    String id = Ids.next("context");
    Runnable release =
        () -> {
          permit.close();
          remove(id);
        };
    try {
      Interpreter interpreter =
          language == Language.BASH
              ? ShellInterpreter.start(inside, workers, program, workingDirectory, false, release)
              : driven(language, program, workingDirectory, release);
      var context = new CodeContext(id, language, interpreter, new AtomicLong());
      synchronized (contexts) {
        contexts.put(id, context);
      }
      if (!interpreter.alive()) {
        remove(id);
      }
      return context;
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  private Interpreter driven(
      Language language, String program, Optional<String> workingDirectory, Runnable release) {
    LiveSandbox sandbox = inside.sandbox();
    boolean jupyter =
        language == Language.PYTHON
            && inside
                .programs()
                .succeeds(List.of(program, JUPYTER_CHECK.get(0), JUPYTER_CHECK.get(1)));
    String driver = Drivers.source(jupyter ? "driver_jupyter.py" : language.driver());
    Execution execution =
        sandbox
            .holder()
            .execute(
                CommandSpec.of(
                    sandbox,
                    language.command(program),
                    workingDirectory,
                    Map.of(Language.DRIVER, driver),
                    Users.User.ROOT,
                    Optional.empty()));
    return Interpreter.start(execution, workers, nonce -> nonce + "\n", release);
  }

  private ApiException missing(Language wanted) {
    String present =
        Arrays.stream(Language.values())
            .filter(language -> inside.programs().first(language.programs()).isPresent())
            .map(Language::title)
            .collect(Collectors.joining(", "));
    return Fields.invalid(
        "the sandbox has no interpreter for "
            + wanted.title()
            + (present.isEmpty() ? "" : "; it has " + present));
  }

  /** The context of this identifier. */
  CodeContext find(String id) {
    synchronized (contexts) {
      return Optional.ofNullable(contexts.get(id))
          .orElseThrow(
              () -> new ApiException(404, "CONTEXT_NOT_FOUND", "there is no context " + id));
    }
  }

  /** The context for code that names only its language. */
  CodeContext findDefault(Language language) {
    synchronized (defaults) {
      String id = defaults.get(language);
      synchronized (contexts) {
        if (id != null && contexts.containsKey(id)) {
          return contexts.get(id);
        }
      }
      CodeContext context = create(language, Optional.empty());
      defaults.put(language, context.id());
      return context;
    }
  }

  /** Contexts of a language, or all of them. */
  List<CodeContext> list(Optional<Language> language) {
    synchronized (contexts) {
      return contexts.values().stream()
          .filter(context -> language.isEmpty() || context.language() == language.get())
          .toList();
    }
  }

  /** Ends a context. */
  void delete(String id) {
    find(id).interpreter().close();
    remove(id);
  }

  private void remove(String id) {
    synchronized (contexts) {
      contexts.remove(id);
    }
  }

  /**
   * Runs code in a context.
   *
   * @param trace variables that the code finds in its environment in this run
   */
  void run(CodeContext context, String code, Map<String, String> trace, BlockingWork.Stream stream)
      throws IOException {
    Interpreter interpreter = context.interpreter();
    interpreter.requireIdle();
    long start = System.nanoTime();
    try (var copy = inside.output(context.id(), context.language().title());
        var events = new EventStream(stream, workers, context.id())) {
      events.clientGone().thenRun(interpreter::abandon);
      var listener = new RunEvents(events, copy, context.runs().incrementAndGet());
      Interpreter.Outcome outcome = interpreter.run(request(context, code, trace), 0, listener);
      listener.finish();
      if (listener.failed()) {
        return;
      }
      if (outcome.processEnded()) {
        String reason =
            "the interpreter ended with exit code " + outcome.exitCode() + "; its state is lost";
        if (context.language() != Language.BASH || outcome.exitCode() != 0) {
          events.error("InterpreterEnded", Integer.toString(outcome.exitCode()), List.of(reason));
          return;
        }
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      events.commandEnded(
          outcome.exitCode(), millis, "the code ended with exit code " + outcome.exitCode());
    }
  }

  /** A line with the length and the variables, separated by tabs, and then the code. */
  private static byte[] request(CodeContext context, String code, Map<String, String> trace) {
    if (context.language() == Language.BASH) {
      return ShellInterpreter.request(code, Optional.empty(), trace);
    }
    byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
    StringBuilder line = new StringBuilder().append(bytes.length);
    trace.forEach((name, value) -> line.append('\t').append(name).append('=').append(value));
    byte[] header = line.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(header, header.length + bytes.length);
    System.arraycopy(bytes, 0, request, header.length, bytes.length);
    return request;
  }
}
