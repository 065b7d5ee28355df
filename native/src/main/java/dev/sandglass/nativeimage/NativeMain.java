package dev.sandglass.nativeimage;

import dev.sandglass.cli.Main;
import org.graalvm.nativeimage.VMRuntime;

/** Where the native binary starts. */
public final class NativeMain {
  private NativeMain() {}

  /**
   * Runs {@code sand} with all of its arguments.
   *
   * <p>By default a native image takes {@code -Xmx1g} and {@code -Dname=value} out of the arguments
   * for itself, wherever they stand: {@code sand exec box -- java -Xmx1g App} would run without it.
   * An image that is told not to (see native-image.properties) leaves it to its program to start
   * the runtime: without this call SIGTERM would end an engine before it can tidy up, and a pipe
   * without reader would end any process.
   */
  public static void main(String[] arguments) {
    VMRuntime.initialize();
    Main.main(arguments);
  }
}
