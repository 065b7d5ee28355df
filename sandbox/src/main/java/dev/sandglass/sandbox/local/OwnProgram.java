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

/** How this program is started once more, in another process. */
public final class OwnProgram {
  /**
   * What the executable is given to be this user's engine in the background; it leaves the session
   * of whoever starts it.
   */
  public static final List<String> DAEMON = List.of("engine", "serve", "--daemon");

  /**
   * The option by which {@code bin/sand} gave this JVM its archive of classes, if it did. It is for
   * this Java and this class path, and for all that is started with both.
   */
  private static final String ARCHIVE = "sandglass.archive";

  private OwnProgram() {}

  /**
   * Returns the command: this executable, if it is a native image; this JVM's own java, jars and
   * archive of classes, if it has one; the java and jars that {@code SANDGLASS_JAVA} and {@code
   * SANDGLASS_LIB} name; or this JVM's own.
   *
   * @param nativeArguments what the executable is given
   * @param javaArguments options of the JVM
   * @param mainAndArguments the class with the main method, and what it is given
   * @throws SandboxException.EngineUnavailable if the program cannot be found
   */
  public static List<String> command(
      Map<String, String> environment,
      List<String> nativeArguments,
      List<String> javaArguments,
      List<String> mainAndArguments) {
    List<String> command = new ArrayList<>();
    if (isNative()) {
      command.add(executable());
      command.addAll(nativeArguments);
      return command;
    }
    String archive = System.getProperty(ARCHIVE, "");
    String java = environment.getOrDefault("SANDGLASS_JAVA", "");
    String lib = environment.getOrDefault("SANDGLASS_LIB", "");
    boolean named = archive.isEmpty() && !java.isEmpty() && !lib.isEmpty();
    command.add(existing(named ? java : ownJava()));
    command.addAll(javaArguments);
    command.addAll(using(archive));
    command.addAll(List.of("-cp", named ? lib + "/*" : ownClassPath()));
    command.addAll(mainAndArguments);
    return command;
  }

  /** Returns the options to use this JVM's archive and to hand it on; none if it has none. */
  private static List<String> using(String archive) {
    if (archive.isEmpty()) {
      return List.of();
    }
    // What Java says of an archive that it does not like helps nobody.
    List<String> options = new ArrayList<>(List.of("-Xlog:cds*=off"));
    if (archive.startsWith("-XX:AOTCache=")) {
      options.add("-Xlog:aot*=off");
    }
    options.addAll(List.of(archive, "-D" + ARCHIVE + "=" + archive));
    return options;
  }

  /** Returns whether this is a native image, and not a Java VM. */
  public static boolean isNative() {
    // Set in every native image: see org.graalvm.nativeimage.ImageInfo.
    return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
  }

  private static String executable() {
    return ProcessHandle.current()
        .info()
        .command()
        .orElseThrow(
            () ->
                new SandboxException.EngineUnavailable(
                    "This program's own file cannot be found; start 'sand engine serve'",
                    Details.NONE));
  }

  private static String existing(String java) {
    if (!Files.isExecutable(Path.of(java))) {
      throw new SandboxException.EngineUnavailable(
          "There is no Java at " + java + "; set JAVA_HOME to one of version 17 or newer",
          Details.NONE);
    }
    return java;
  }

  private static String ownJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String ownClassPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
