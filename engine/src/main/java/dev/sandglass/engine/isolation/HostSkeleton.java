package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The lowest layer of the host template: a small {@code /etc} of its own and empty directories,
 * over which the host's {@code /usr} and the like are mounted. From the host's {@code /etc} it
 * takes only what programs need to run, and only what everybody may read anyway.
 */
final class HostSkeleton {
  private static final List<String> CONFIGURATION =
      List.of(
          "alternatives",
          "bash.bashrc",
          "ca-certificates",
          "ca-certificates.conf",
          "crypto-policies",
          "debian_version",
          "fonts",
          "inputrc",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "localtime",
          "lsb-release",
          "magic",
          "mime.types",
          "os-release",
          "perl",
          "php",
          "pki",
          "protocols",
          "redhat-release",
          "rpc",
          "services",
          "ssl",
          "terminfo",
          "timezone");

  /** Families of names: configuration of Java, Python and so on, with versions in their names. */
  private static final String FAMILIES = "{java,jvm,python,ruby,nodejs,lua,maven}*";

  private static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/sh
      sandbox:x:1000:1000:sandbox:/workspace:/bin/sh
      nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
      """;
  private static final String GROUP =
      """
      root:x:0:
      tty:x:5:
      sandbox:x:1000:
      nogroup:x:65534:
      """;

  private final Path target;

  private HostSkeleton(Path target) {
    this.target = target;
  }

  /** Fills an existing, empty directory. */
  static void build(Path target) throws IOException {
    new HostSkeleton(target).build();
  }

  private void build() throws IOException {
    for (String name :
        List.of(
            "etc",
            "home",
            "mnt",
            "opt",
            "run",
            "srv",
            "sys",
            "usr",
            "var",
            "var/lib",
            "var/log",
            "var/cache",
            "workspace",
            "proc",
            "dev")) {
      directory(name, "rwxr-xr-x");
    }
    directory("root", "rwx------");
    directory("tmp", "rwxrwxrwx");
    directory("var/tmp", "rwxrwxrwx");
    for (String name : List.of("tmp", "var/tmp")) {
      Files.setAttribute(target.resolve(name), "unix:mode", 01777);
    }
    for (String name : List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32")) {
      Path host = Path.of("/", name);
      if (Files.isSymbolicLink(host)) {
        Files.createSymbolicLink(target.resolve(name), Files.readSymbolicLink(host));
      }
    }
    Path etc = Path.of("/etc");
    for (String name : CONFIGURATION) {
      copy(etc.resolve(name));
    }
    try (var families = Files.newDirectoryStream(etc, FAMILIES)) {
      for (Path family : families) {
        copy(family);
      }
    }
    file("etc/passwd", PASSWD);
    file("etc/group", GROUP);
    file("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
    file("etc/hostname", "sandbox\n");
    file("etc/resolv.conf", "");
    file("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    file("etc/profile", "PS1='\\u@\\h:\\w\\$ '\n[ -r \"$HOME/.bashrc\" ] && . \"$HOME/.bashrc\"\n");
    file("root/.bashrc", "PS1='\\u@\\h:\\w\\$ '\n");
  }

  private void directory(String name, String mode) throws IOException {
    Path path = Files.createDirectories(target.resolve(name));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void file(String name, String text) throws IOException {
    Path path = target.resolve(name);
    Files.deleteIfExists(path);
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void copy(Path source) throws IOException {
    if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Set<PosixFilePermission> permissions = permissions(path);
            if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
                || !permissions.contains(PosixFilePermission.OTHERS_READ)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.setPosixFilePermissions(
                Files.createDirectories(place(path)), PosixFilePermissions.fromString("rwxr-xr-x"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isSymbolicLink()) {
              Files.createSymbolicLink(place(path), Files.readSymbolicLink(path));
            } else if (attributes.isRegularFile()
                && permissions(path).contains(PosixFilePermission.OTHERS_READ)) {
              Files.copy(path, place(path));
              Files.setPosixFilePermissions(
                  place(path), PosixFilePermissions.fromString("rw-r--r--"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure) {
            // What the engine's user may not read is not for sandboxes either.
            return FileVisitResult.SKIP_SUBTREE;
          }
        });
  }

  private Path place(Path source) {
    return target.resolve("etc").resolve(Path.of("/etc").relativize(source).toString());
  }

  private static Set<PosixFilePermission> permissions(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .permissions();
  }
}
