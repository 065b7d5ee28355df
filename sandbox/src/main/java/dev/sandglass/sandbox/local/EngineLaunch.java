package dev.sandglass.sandbox.local;

import java.util.List;
import java.util.Map;

/** How an engine is started here. */
@FunctionalInterface
interface EngineLaunch {
  /** The engine's class with a main method. */
  String MAIN = "dev.sandglass.engine.EngineMain";

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

  /** Program and arguments. */
  List<String> command();

  /** Returns how to start the engine of this program. */
  static EngineLaunch choose(Map<String, String> environment) {
    return () ->
        OwnProgram.command(
            environment, List.of("engine", "serve", "--daemon"), JVM_OPTIONS, List.of(MAIN));
  }
}
