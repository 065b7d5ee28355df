package dev.sandglass.telemetry.event;

import java.util.Locale;

/**
 * What program an event happened in.
 *
 * @param version its version
 * @param operatingSystem the family of its operating system
 * @param architecture the processor's
 * @param runtime how it runs
 * @param source where it was called from
 */
public record Client(
    @Meaning(name = "version", value = "Version of the program.") ReleaseVersion version,
    @Meaning(name = "os", value = "Family of the operating system, without its version.")
        OperatingSystem operatingSystem,
    @Meaning(name = "architecture", value = "Kind of processor.") Architecture architecture,
    @Meaning(name = "runtime", value = "Whether it runs as a native binary or on a Java VM.")
        RuntimeKind runtime,
    @Meaning(name = "source", value = "Where it was called from.") Source source) {

  /** Describes this process. */
  public static Client current(ReleaseVersion version, Source source) {
    String nativeImage = System.getProperty("org.graalvm.nativeimage.imagecode");
    return new Client(
        version,
        OperatingSystem.of(System.getProperty("os.name", "")),
        Architecture.of(System.getProperty("os.arch", "")),
        nativeImage == null ? RuntimeKind.JVM : RuntimeKind.NATIVE,
        source);
  }

  /** Families of operating systems. */
  public enum OperatingSystem {
    LINUX,
    MACOS,
    WINDOWS,
    OTHER;

    static OperatingSystem of(String name) {
      String known = name.toLowerCase(Locale.ROOT);
      return known.startsWith("linux")
          ? LINUX
          : known.startsWith("mac") ? MACOS : known.startsWith("windows") ? WINDOWS : OTHER;
    }
  }

  /** Kinds of processors. */
  public enum Architecture {
    AMD64,
    ARM64,
    OTHER;

    static Architecture of(String name) {
      return switch (name) {
        case "amd64", "x86_64" -> AMD64;
        case "aarch64", "arm64" -> ARM64;
        default -> OTHER;
      };
    }
  }

  /** How the program runs. */
  public enum RuntimeKind {
    NATIVE,
    JVM
  }

  /** Where a program can be called from. */
  public enum Source {
    /** A person at a terminal. */
    TERMINAL,
    /** A script or another program. */
    SCRIPT,
    /** Continuous integration. */
    CI,
    /** Inside a sandbox. */
    SANDBOX,
    /** The local engine itself. */
    ENGINE
  }
}
