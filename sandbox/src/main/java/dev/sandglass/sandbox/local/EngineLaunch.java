package dev.sandglass.sandbox.local;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How an engine is started here. */
@FunctionalInterface
interface EngineLaunch {
  /** The engine's class with a main method. */
  String MAIN = "dev.sandglass.engine.EngineMain";

  /** A small heap, small stacks, little start-up. */
  List<String> JVM_OPTIONS =
      List.of(
          "-Xms16m",
          "-Xmn12m",
          "-Xmx256m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-Djdk.lang.Process.launchMechanism=VFORK");

  /** Program and arguments. */
  List<String> command();

  /**
   * Chooses: this executable, if it is a native image; the java and jars that {@code
   * SANDGLASS_JAVA} and {@code SANDGLASS_LIB} name; or this JVM's own.
   */
  static EngineLaunch choose(Map<String, String> environment) {
    if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
      return EngineLaunch::nativeCommand;
    }
    String java = environment.getOrDefault("SANDGLASS_JAVA", "");
    String lib = environment.getOrDefault("SANDGLASS_LIB", "");
    if (!java.isEmpty() && !lib.isEmpty()) {
      return () -> javaCommand(java, lib + "/*");
    }
    return EngineLaunch::sameJvm;
  }

  private static List<String> nativeCommand() {
    String executable =
        ProcessHandle.current()
            .info()
            .command()
            .orElseThrow(
                () ->
                    new SandboxException.EngineUnavailable(
                        "This program's own file cannot be found; start 'sand engine serve'",
                        Details.NONE));
    return List.of(executable, "engine", "serve", "--daemon");
  }

  private static List<String> sameJvm() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return javaCommand(java, classPath);
  }

  private static List<String> javaCommand(String java, String classPath) {
    if (!Files.isExecutable(Path.of(java))) {
      throw new SandboxException.EngineUnavailable(
          "There is no Java at " + java + "; set JAVA_HOME to one of version 17 or newer",
          Details.NONE);
    }
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", classPath, MAIN));
    return command;
  }
}
