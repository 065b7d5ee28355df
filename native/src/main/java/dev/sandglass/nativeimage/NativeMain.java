package dev.sandglass.nativeimage;

import dev.sandglass.cli.Main;
import dev.sandglass.sandbox.local.OwnProgram;
import java.util.List;
import org.graalvm.nativeimage.VMRuntime;
import org.graalvm.nativeimage.c.function.CFunction;

/** Where the native binary starts. */
public final class NativeMain {
  private NativeMain() {}

  /**
   * Makes this process, if it leads no group of processes yet, the first of a session of its own:
   * setsid(2).
   */
  @CFunction("setsid")
  private static native int leaveSession();

  /**
   * Runs {@code sand} with all of its arguments.
   *
   * <p>By default a native image takes {@code -Xmx1g} and {@code -Dname=value} out of the arguments
   * for itself, wherever they stand: {@code sand exec box -- java -Xmx1g App} would run without it.
   * An image that is told not to (see native-image.properties) leaves it to its program to start
   * the runtime: without this call SIGTERM would end an engine before it can tidy up, and a pipe
   * without reader would end any process.
   *
   * <p>An engine in the background leaves its terminal by itself; on the JVM setsid(1) does that,
   * which has to be started first.
   */
  public static void main(String[] arguments) {
    if (List.of(arguments).equals(OwnProgram.DAEMON)) {
      leaveSession();
    }
    VMRuntime.initialize();
    Main.main(arguments);
  }
}
