package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The archive of classes that {@code bin/sand} makes and uses: with it or not, sand works. */
final class ClassArchiveIT {
  private static final String FROM_ARCHIVE = " source: shared objects file";

  /** The time of every archive that nothing has happened to. */
  private static final long FINISHED = 946_684_800_000L;

  /** What each Java has made, to be copied: it takes seconds. */
  private static final Map<Path, Path> MADE = new HashMap<>();

  @TempDir private static Path made;
  @TempDir private Path directory;
  private SandWorld world;
  private Path archives;

  @BeforeEach
  void makeWorld() throws IOException {
    world = new SandWorld();
    archives = directory.resolve("cache/sandglass/jvm");
    Assumptions.assumeTrue(world.isOnJvm(), "a native binary has no such archive");
    // Beside other tests, what runs with a low priority would have to wait for their end.
    Path nice = Files.createDirectory(directory.resolve("bin")).resolve("nice");
    Files.writeString(nice, "#!/bin/sh\nshift 2 && exec \"$@\"\n");
    Files.setPosixFilePermissions(nice, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void removeWorld() throws IOException {
    if (Files.exists(archives.resolve("lock"))) {
      // One may be in the making still.
      ProcessBuilder end = world.command("flock", "-w", "60", archives + "/lock", "true");
      assertThat(world.end(world.start(end), new byte[0])).returns(0, Ended::exitCode);
    }
    world.close();
  }

  /** The Java of this build, and one of version 25 or newer if the machine has it. */
  static List<Path> javaHomes() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    Path installed = Path.of("/usr/lib/jvm");
    if (Runtime.version().feature() < 25 && Files.isDirectory(installed)) {
      try (Stream<Path> found = Files.list(installed)) {
        found.filter(ClassArchiveIT::isNew).findFirst().ifPresent(homes::add);
      }
    }
    return homes;
  }

  private static boolean isNew(Path home) {
    try {
      return Files.readString(home.resolve("release"))
          .lines()
          .anyMatch(line -> line.matches("JAVA_VERSION=\"(2[5-9]|[3-9]\\d).*"));
    } catch (IOException e) {
      return false; // not a JDK
    }
  }

  private ProcessBuilder version(Path javaHome, Path launcher) {
    ProcessBuilder sand = world.command(launcher.toString(), "version", "-o", "name");
    sand.environment().put("JAVA_HOME", javaHome.toString());
    sand.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    sand.environment().merge("PATH", directory + "/bin", (path, first) -> first + ":" + path);
    sand.environment().remove("JAVA_TOOL_OPTIONS");
    sand.environment().remove("JDK_JAVA_OPTIONS");
    return sand;
  }

  private void assertWorks(ProcessBuilder sand) {
    assertIsVersion(world.end(world.start(sand), new byte[0]));
  }

  private static void assertIsVersion(Ended run) {
    assertThat(run.exitCode()).isZero();
    assertThat(run.outText()).matches("\\d+\\.\\d+\\.\\d+\\S*\\n");
    assertThat(run.errText()).isEmpty();
  }

  private Path archive() {
    SandWorld.until(
        "an archive in " + archives,
        () -> archiveIfMade().isPresent() && files().stream().noneMatch(this::isUnfinished));
    return archiveIfMade().orElseThrow();
  }

  private Optional<Path> archiveIfMade() {
    return files().stream().filter(ClassArchiveIT::isArchive).findFirst();
  }

  private static boolean isArchive(Path file) {
    return file.getFileName().toString().matches("java\\d+\\.-?\\d+\\.\\d+");
  }

  private boolean isUnfinished(Path file) {
    return file.getFileName().toString().startsWith("making");
  }

  private List<Path> files() {
    if (!Files.isDirectory(archives)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(archives)) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path archiveMadeBy(Path javaHome) {
    Path cache = directory.resolve("cache");
    if (!MADE.containsKey(javaHome)) {
      assertWorks(version(javaHome, world.launcher()));
      archive();
      MADE.put(javaHome, made.resolve("" + MADE.size()));
      copy(cache, MADE.get(javaHome));
    } else {
      copy(MADE.get(javaHome), cache);
    }
    return archive();
  }

  private void copy(Path from, Path to) {
    ProcessBuilder copy = world.command("cp", "-r", "-p", from.toString(), to.toString());
    assertThat(world.end(world.start(copy), new byte[0])).returns(0, Ended::exitCode);
  }

  private boolean isArchiveUsed(Path javaHome, Path launcher) throws IOException {
    return classes(version(javaHome, launcher)).contains("dev.sandglass.cli.Main" + FROM_ARCHIVE);
  }

  /** Which classes a run of sand loads, and from where. */
  private String classes(ProcessBuilder sand) throws IOException {
    Path log = directory.resolve("classes");
    sand.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + log);
    assertThat(world.end(world.start(sand), new byte[0]).exitCode()).isZero();
    return Files.readString(log);
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void isMadeInTheBackgroundForTheUserOnlyAndUsed(Path javaHome) throws IOException {
    Path archive = archiveMadeBy(javaHome);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archives)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
    assertThat(isArchiveUsed(javaHome, world.launcher())).isTrue();
    assertWorks(version(javaHome, world.launcher()));
  }

  /** And the engine, which sand starts with it. */
  @ParameterizedTest
  @MethodSource("javaHomes")
  void theEngineUsesItToo(Path javaHome) throws IOException {
    archiveMadeBy(javaHome);
    ProcessBuilder start = version(javaHome, world.launcher());
    start.command(world.launcher().toString(), "engine", "start");
    assertThat(world.end(world.start(start), new byte[0]).exitCode()).isZero();
    long engine = world.succeed("engine", "status", "-o", "json").json().get("pid").asLong();
    Path archive = archive();
    assertThat(Files.readAllLines(Path.of("/proc/" + engine + "/maps")))
        .anyMatch(line -> line.endsWith(" " + archive));
    assertThat(world.succeed("engine", "logs").outText()).matches("listening on .*\\n");
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void itHoldsWhatCommandsOnSandboxesNeed(Path javaHome) throws IOException {
    archiveMadeBy(javaHome);
    ProcessBuilder ls = version(javaHome, world.launcher());
    ls.command(world.launcher().toString(), "ls");
    assertThat(classes(ls))
        .contains(
            "dev.sandglass.sandbox.opensandbox.SandboxList" + FROM_ARCHIVE,
            "com.fasterxml.jackson.databind.ObjectMapper" + FROM_ARCHIVE,
            "jdk.internal.net.http.HttpClientImpl" + FROM_ARCHIVE);
  }

  /** To open all of them takes longer than everything else. */
  @ParameterizedTest
  @MethodSource("javaHomes")
  void fewJarsAreOpenedWithIt(Path javaHome) throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is missing");
    archiveMadeBy(javaHome);
    Path log = directory.resolve("calls");
    ProcessBuilder traced = version(javaHome, world.launcher());
    traced.command().addAll(0, List.of("strace", "-f", "-qq", "-e", "openat", "-o", "" + log));
    world.end(world.start(traced), new byte[0]);
    List<String> opened = Files.readAllLines(log);
    Assumptions.assumeFalse(opened.isEmpty(), "strace cannot trace here");
    // The second is for usage telemetry.
    assertThat(opened)
        .filteredOn(call -> call.contains(".jar\"") && !call.contains("ENOENT"))
        .hasSizeBetween(1, 2)
        .allMatch(call -> call.contains("/sandglass-"));
  }

  /** Java may die of such a file: it must not get it. */
  @Test
  void oneThatWasWrittenToIsMadeAnew() throws IOException {
    Path javaHome = javaHomes().get(0);
    Path archive = archiveMadeBy(javaHome);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.seek(file.length() / 2);
      file.write(new byte[1_000_000]);
    }
    assertIsMadeAnew(javaHome);
  }

  @Test
  void oneThatWasCutOffIsMadeAnew() throws IOException {
    Path javaHome = javaHomes().get(0);
    Path archive = archiveMadeBy(javaHome);
    FileTime time = Files.getLastModifiedTime(archive);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(file.length() / 3);
    }
    Files.setLastModifiedTime(archive, time);
    assertIsMadeAnew(javaHome);
  }

  private void assertIsMadeAnew(Path javaHome) throws IOException {
    assertThat(isArchiveUsed(javaHome, world.launcher())).isFalse();
    SandWorld.until("a whole archive", () -> archiveIfMade().filter(this::isWhole).isPresent());
    assertThat(isArchiveUsed(javaHome, world.launcher())).isTrue();
  }

  private boolean isWhole(Path archive) {
    File file = archive.toFile();
    boolean untouched = file.lastModified() == FINISHED;
    return untouched && file.getName().endsWith("." + file.length());
  }

  /** Such as one of another Java, or of nothing. */
  @ParameterizedTest
  @MethodSource("javaHomes")
  void oneThatJavaDoesNotLikeIsLeftOutInSilence(Path javaHome) throws IOException {
    Path archive = archiveMadeBy(javaHome);
    Files.write(archive, new byte[(int) Files.size(archive)]);
    Files.setLastModifiedTime(archive, FileTime.fromMillis(FINISHED));
    assertWorks(version(javaHome, world.launcher()));
    assertThat(isArchiveUsed(javaHome, world.launcher())).isFalse();
  }

  /** Java 25 itself would not notice. */
  @Test
  void oneOfOtherJarsIsNotUsed() throws IOException {
    List<Path> homes = javaHomes();
    Path javaHome = homes.get(homes.size() - 1);
    Path copy = directory.resolve("copy");
    copy(world.launcher().getParent().getParent(), copy);
    Path launcher = copy.resolve("bin/sand");
    assertWorks(version(javaHome, launcher));
    archive();
    assertThat(isArchiveUsed(javaHome, launcher)).isTrue();
    try (Stream<Path> jars = Files.list(copy.resolve("lib"))) {
      Path jar =
          jars.filter(file -> ("" + file).contains("sandglass-cli")).findFirst().orElseThrow();
      Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
    }
    ProcessBuilder again = version(javaHome, launcher);
    again.environment().put("CI", "1"); // so that no other is made
    assertThat(classes(again)).doesNotContain("dev.sandglass.cli.Main" + FROM_ARCHIVE);
  }

  @Test
  void oneThatOthersCouldHaveWrittenIsNotUsed() throws IOException {
    Path javaHome = javaHomes().get(0);
    archiveMadeBy(javaHome);
    Files.setPosixFilePermissions(archives, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(isArchiveUsed(javaHome, world.launcher())).isFalse();
    Files.setPosixFilePermissions(archives, PosixFilePermissions.fromString("rwx------"));
    assertThat(isArchiveUsed(javaHome, world.launcher())).isTrue();
    Assumptions.assumeTrue(
        world.end(world.start(world.command("chown", "1", "" + archives)), new byte[0]).exitCode()
            == 0,
        "only root can give a directory away");
    assertThat(isArchiveUsed(javaHome, world.launcher())).isFalse();
  }

  @Test
  void severalAtOnceMakeOne() throws IOException {
    Path javaHome = javaHomes().get(0);
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(world.start(version(javaHome, world.launcher())));
    }
    all.forEach(one -> assertIsVersion(world.end(one, new byte[0])));
    archive();
    assertThat(files()).filteredOn(ClassArchiveIT::isArchive).hasSize(1);
    assertThat(files()).filteredOn(this::isUnfinished).isEmpty();
  }

  @Test
  void withoutACacheDirectoryItIsLeftOut() throws IOException {
    ProcessBuilder sand = version(javaHomes().get(0), world.launcher());
    sand.environment().put("XDG_CACHE_HOME", "/proc/nowhere");
    assertWorks(sand);
    sand.environment().remove("XDG_CACHE_HOME");
    sand.environment().remove("HOME");
    assertWorks(sand);
  }

  @Test
  void aFullDiskIsMetOnce() throws IOException {
    Files.createDirectory(directory.resolve("cache"));
    ProcessBuilder sand = version(javaHomes().get(0), world.launcher());
    sand.command(
        "unshare",
        "-rm",
        "sh",
        "-c",
        """
        mount -t tmpfs -o size=512k,mode=700 none "$XDG_CACHE_HOME" || exit 77
        "$SAND" version -o name || exit
        cd "$XDG_CACHE_HOME"
        until ls sandglass/jvm/*.failed; do flock . true; done >/dev/null 2>&1
        ls sandglass/jvm | grep -v -e 'java.*\\.failed' -e lock
        "$SAND" version -o name >again && cat again
        """);
    Ended run = world.end(world.start(sand), new byte[0]);
    Assumptions.assumeTrue(run.exitCode() != 77, "no file system can be mounted here");
    assertThat(run.errText()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.outText()).matches("(\\d\\S+)\\n\\1\\n");
  }
}
