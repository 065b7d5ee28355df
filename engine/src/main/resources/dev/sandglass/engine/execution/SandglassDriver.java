import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import jdk.jshell.*;

class SandglassDriver {
  static String nonce = "";
  static OutputStream messages;
  static OutputStream marks;
  static volatile boolean interrupted;

  public static void main(String[] arguments) throws Exception {
    Path source = Path.of(arguments[0]);
    Files.deleteIfExists(source);
    Files.deleteIfExists(source.getParent());
    messages = new FileOutputStream(FileDescriptor.out);
    marks = new FileOutputStream(FileDescriptor.err);
    var requests = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    System.setIn(InputStream.nullInputStream());
    nonce = line(requests);
    var shell = JShell.builder().executionEngine("local").out(System.out).err(System.err).build();
    String imports = "import java.io.*; import java.math.*; import java.net.*; import java.nio.file.*;"
        + " import java.util.*; import java.util.concurrent.*; import java.util.function.*;"
        + " import java.util.regex.*; import java.util.stream.*;";
    for (String statement : imports.split("(?<=;)")) {
      shell.eval(statement.strip());
    }
    var queue = new SynchronousQueue<String>();
    var running = new java.util.concurrent.atomic.AtomicBoolean();
    sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> {
      if (running.get()) {
        interrupted = true;
        // While the snippet is still being compiled there is nothing to stop.
        new Thread(() -> {
          while (running.get() && interrupted) {
            shell.stop();
            try {
              Thread.sleep(50);
            } catch (InterruptedException e) {
              return;
            }
          }
        }).start();
      }
    });
    var environment = environment();
    List<String> given = List.of();
    say("{\"type\":\"ready\"}");
    for (String header = line(requests); header != null; header = line(requests)) {
      String[] parts = header.split("\t");
      byte[] code = requests.readNBytes(Integer.parseInt(parts[0]));
      given = enter(environment, given, List.of(parts).subList(1, parts.length));
      interrupted = false;
      running.set(true);
      say("{\"type\":\"started\"}");
      try {
        run(shell, new String(code, StandardCharsets.UTF_8));
      } finally {
        running.set(false);
      }
      System.out.flush();
      System.err.flush();
      frames(marks, new byte[0]);
      say("{\"type\":\"done\"}");
    }
    System.exit(0);
  }

  // What System.getenv and ProcessBuilder.environment show. Only a child that is started with neither
  // a look at its environment nor a change of it gets what this process was started with.
  @SuppressWarnings("unchecked")
  static Map<String, String> environment() {
    try {
      var values = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theEnvironment");
      values.setAccessible(true);
      var view = Class.forName("java.lang.ProcessEnvironment$StringEnvironment")
          .getDeclaredConstructor(Map.class);
      view.setAccessible(true);
      return (Map<String, String>) view.newInstance(values.get(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // A Java of another make: nothing shows the variables then.
      return new HashMap<>();
    }
  }

  static List<String> enter(Map<String, String> environment, List<String> given, List<String> variables) {
    environment.keySet().removeAll(given);
    List<String> names = new ArrayList<>();
    for (String variable : variables) {
      int end = variable.indexOf('=');
      environment.put(variable.substring(0, end), variable.substring(end + 1));
      names.add(variable.substring(0, end));
    }
    return names;
  }

  static void run(JShell shell, String code) throws IOException {
    String rest = code;
    SnippetEvent last = null;
    while (!rest.isBlank()) {
      var info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String source = info.source() == null || info.source().isEmpty() ? rest : info.source();
      var events = shell.eval(source);
      if (interrupted) {
        error("KeyboardInterrupt", "interrupted", List.of("KeyboardInterrupt"));
        return;
      }
      for (SnippetEvent event : events) {
        if (event.causeSnippet() != null) {
          continue;
        }
        if (event.status() == Snippet.Status.REJECTED) {
          List<String> lines = new ArrayList<>();
          shell.diagnostics(event.snippet()).forEach(d -> lines.addAll(List.of(d.getMessage(null).split("\n"))));
          error("CompilationError", lines.isEmpty() ? "invalid code" : lines.get(0), lines);
          return;
        }
        if (event.exception() != null) {
          thrown(event.exception());
          return;
        }
        last = event;
      }
      rest = info.source() == null || info.source().isEmpty() ? "" : info.remaining();
    }
    if (last != null && last.value() != null && !last.value().isEmpty()
        && (last.snippet().kind() == Snippet.Kind.EXPRESSION
            || last.snippet().subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND)) {
      say("{\"type\":\"result\",\"data\":{\"text/plain\":" + quoted(last.value()) + "}}");
    }
  }

  static void thrown(JShellException exception) throws IOException {
    String name = exception instanceof EvalException evaluation
        ? evaluation.getExceptionClassName() : exception.getClass().getName();
    String message = exception.getMessage() == null ? "" : exception.getMessage();
    List<String> lines = new ArrayList<>();
    lines.add(message.isEmpty() ? name : name + ": " + message);
    for (StackTraceElement element : exception.getStackTrace()) {
      if (!element.getClassName().startsWith("jdk.jshell") && !element.getClassName().startsWith("java.base/jdk.internal.reflect")) {
        lines.add("    at " + element);
      }
    }
    error(name, message, lines);
  }

  static void error(String name, String value, List<String> trace) throws IOException {
    var lines = new StringJoiner(",", "[", "]");
    trace.forEach(line -> lines.add(quoted(line)));
    say("{\"type\":\"error\",\"ename\":" + quoted(name) + ",\"evalue\":" + quoted(value)
        + ",\"traceback\":" + lines + "}");
  }

  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  static void say(String json) throws IOException {
    frames(messages, json.getBytes(StandardCharsets.UTF_8));
  }

  static void frames(OutputStream channel, byte[] payload) throws IOException {
    int offset = 0;
    do {
      int length = Math.min(3500, payload.length - offset);
      char kind = offset + length < payload.length ? 'C' : 'E';
      var frame = new ByteArrayOutputStream();
      frame.writeBytes(("\0" + nonce + kind + String.format("%04x", length)).getBytes(StandardCharsets.US_ASCII));
      frame.write(payload, offset, length);
      channel.write(frame.toByteArray());
      offset += length;
    } while (offset < payload.length);
  }

  static String line(InputStream input) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = input.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = input.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
