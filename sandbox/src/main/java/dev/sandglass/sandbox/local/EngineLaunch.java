package dev.sandglass.sandbox.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How an engine is started here. */
@FunctionalInterface
interface EngineLaunch {
  /** The engine's class with a main method. */
  String MAIN = "dev.sandglass.engine.EngineMain";

  /** Of util-linux. */
  String SETSID = "setsid";

  /** A small heap, small stacks, little start-up. */
  List<String> JVM_OPTIONS =
      List.of(
          "-Xms12m",
          "-Xmn8m",
          "-Xmx256m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData");

  /** Program and arguments, of a program that leaves the session of whoever starts it. */
  List<String> command();

  /** Returns how to start the engine of this program. */
  static EngineLaunch choose(Map<String, String> environment) {
    return () -> {
      List<String> engine =
          OwnProgram.command(environment, OwnProgram.DAEMON, JVM_OPTIONS, List.of(MAIN));
      return OwnProgram.isNative() ? engine : inOwnSession(engine);
    };
  }

  /** For programs that do not leave the session by themselves. */
  static List<String> inOwnSession(List<String> command) {
    List<String> words = new ArrayList<>();
    words.add(SETSID); // from a child it does not fork: the process is the engine itself
    words.addAll(command);
    return words;
  }
}
