import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times whole processes, the kinds in turn, so that all suffer from the same noise. Run by
 * bench/start.
 */
public final class StartBench {
  private static final int WARM_UP = 2;

  private StartBench() {}

  /** Takes the number of rounds and the kinds, each as a name, a command, and {@code ::}. */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
      if (argument.equals("::")) {
        kinds.put(words.get(0), List.copyOf(words.subList(1, words.size())));
        words.clear();
      } else {
        words.add(argument);
      }
    }
    Map<String, double[]> samples = new LinkedHashMap<>();
    kinds.keySet().forEach(name -> samples.put(name, new double[rounds]));
    for (int round = -WARM_UP; round < rounds; round++) {
      for (var kind : kinds.entrySet()) {
        double milliseconds = time(kind.getValue());
        if (round >= 0) {
          samples.get(kind.getKey())[round] = milliseconds;
        }
      }
    }
    print(samples);
  }

  private static double time(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long begin = System.nanoTime();
    int exitCode = builder.start().waitFor();
    double milliseconds = (System.nanoTime() - begin) / 1e6;
    if (exitCode != 0) {
      throw new IllegalStateException(command + " ended with " + exitCode);
    }
    return milliseconds;
  }

  private static void print(Map<String, double[]> samples) {
    System.out.println("| What | Least, ms | Median, ms | Most, ms |");
    System.out.println("|---|---|---|---|");
    samples.forEach(
        (name, values) -> {
          Arrays.sort(values);
          System.out.printf(
              "| %s | %.1f | %.1f | %.1f |%n",
              name, values[0], values[values.length / 2], values[values.length - 1]);
        });
  }
}
