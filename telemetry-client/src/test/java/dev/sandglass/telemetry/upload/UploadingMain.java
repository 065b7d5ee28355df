package dev.sandglass.telemetry.upload;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Uploads in a process of its own, which may stop in the middle and wait to be killed. */
final class UploadingMain {
  /** Printed when the process has stopped where it was told to. */
  static final String STOPPED = "stopped at ";

  private UploadingMain() {}

  /** Arguments: home, host, number of the step to stop at or 0, then NAME=VALUE. */
  public static void main(String[] arguments) {
    Demo demo = new Demo(Path.of(arguments[0]), URI.create(arguments[1]));
    for (int i = 3; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      demo.environment.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    int stopAt = Integer.parseInt(arguments[2]);
    int[] reached = {0};
    UploadReport report =
        demo.upload(
            Duration.ofSeconds(20),
            step -> {
              if (++reached[0] == stopAt) {
                System.out.println(STOPPED + step);
                waitForever();
              }
            });
    System.out.println(report);
    Runtime.getRuntime().halt(0);
  }

  private static void waitForever() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts the process with an empty environment and what it prints to be read. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(main, arguments));
    Map<String, String> environment = builder.environment();
    environment.clear();
    return builder.redirectErrorStream(true).start();
  }

  static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
