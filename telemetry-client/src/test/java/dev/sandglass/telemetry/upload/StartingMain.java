package dev.sandglass.telemetry.upload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts an uploader as a command does, and ends. */
final class StartingMain {
  private StartingMain() {}

  /** Arguments: the command of the uploader, after the variables NAME=VALUE and {@code --}. */
  public static void main(String[] arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    int separator = words.indexOf("--");
    Map<String, String> environment = new HashMap<>();
    for (String variable : words.subList(0, separator)) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    List<String> command = words.subList(separator + 1, words.size());
    System.out.println(UploaderProcess.start(command, environment));
  }
}
