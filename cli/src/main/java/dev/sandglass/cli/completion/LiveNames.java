package dev.sandglass.cli.completion;

import dev.sandglass.cli.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The hidden command {@code sand __complete}, which completion scripts ask for names.
 *
 * <p>It is no command of the model, and so none that telemetry or OpenTelemetry could tell of: it
 * runs before any of them is made. Whatever goes wrong, it prints nothing and ends well; it ends
 * after {@link #PATIENCE_MILLIS}, whatever the network does.
 */
public final class LiveNames {
  /** The first word on the command line. */
  public static final String COMMAND = "__complete";

  /** How long all of it may take, from the first line of {@code main} on. */
  static final int PATIENCE_MILLIS = 300;

  private LiveNames() {}

  /** Returns whether a command line asks for names. */
  public static boolean isAskedFor(String... arguments) {
    return arguments.length > 0 && arguments[0].equals(COMMAND);
  }

  /**
   * Prints names, one on each line, most with a tab and some words about it behind.
   *
   * @param arguments {@link #COMMAND}, a {@link Kind} in lower case, and what is known already:
   *     {@code provider=NAME}, {@code sandbox=NAME}, {@code word=PATH}
   */
  public static void print(Environment environment, OutputStream out, String... arguments) {
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    FutureTask<String> work =
        new FutureTask<>(
            new Callable<String>() { // a lambda would cost a fresh JVM 20 ms
              @Override
              public String call() throws IOException {
                return new Question(environment, rest).answer();
              }
            });
    Thread worker = new Thread(work, "names");
    worker.setDaemon(true);
    worker.start();
    try {
      out.write(work.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (ExecutionException | TimeoutException | InterruptedException | IOException e) {
      // Somebody types: no names are better than an error in the middle of a command line.
    }
  }
}
