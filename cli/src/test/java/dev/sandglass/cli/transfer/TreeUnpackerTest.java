package dev.sandglass.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of a sandbox that means harm. */
final class TreeUnpackerTest {
  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = TreePacker.writer(bytes);
  private Path target;
  private Path secret;

  @BeforeEach
  void prepare() throws IOException {
    target = root.resolve("target");
    secret = Files.writeString(root.resolve("secret"), "mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret",
        "top/../../secret",
        "top/./../../secret",
        "/secret",
        "//top/secret",
        "other/file",
        "./../secret",
        ".."
      })
  void namesThatLeaveTheTargetAreRefused(String name) throws Exception {
    add(name, TarConstants.LF_NORMAL, "", "evil");
    assertThatThrownBy(this::unpack)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("refused");
    assertNothingOutside();
  }

  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    add("top/", TarConstants.LF_DIR, "", "");
    add("top/out", TarConstants.LF_SYMLINK, "..", "");
    add("top/out/secret", TarConstants.LF_NORMAL, "", "evil");
    assertThatThrownBy(this::unpack).hasMessageContaining("is not a directory");
    assertNothingOutside();
  }

  @Test
  void theTopItselfAsALinkIsNotFollowed() throws Exception {
    add("top", TarConstants.LF_SYMLINK, "..", "");
    add("top/secret", TarConstants.LF_NORMAL, "", "evil");
    assertThatThrownBy(this::unpack).hasMessageContaining("is not a directory");
    assertNothingOutside();
  }

  @Test
  void aFileReplacesALinkInsteadOfFollowingIt() throws Exception {
    add("top/", TarConstants.LF_DIR, "", "");
    add("top/file", TarConstants.LF_SYMLINK, "../../secret", "");
    add("top/file", TarConstants.LF_NORMAL, "", "new");
    unpack();
    assertThat(target.resolve("file")).isRegularFile().hasContent("new");
    assertNothingOutside();
  }

  @Test
  void linksThatTheUserHasAreNotFollowedEither() throws Exception {
    Files.createDirectory(target);
    Files.createSymbolicLink(target.resolve("dir"), root);
    add("top/dir/secret", TarConstants.LF_NORMAL, "", "evil");
    assertThatThrownBy(this::unpack).hasMessageContaining("is not a directory");
    assertNothingOutside();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "top/link", "top/nothing", "/etc/passwd"})
  void hardLinksLeadOnlyToFilesOfTheArchive(String to) throws Exception {
    add("top/", TarConstants.LF_DIR, "", "");
    add("top/link", TarConstants.LF_SYMLINK, "../../secret", "");
    add("top/hard", TarConstants.LF_LINK, to, "");
    assertThatThrownBy(this::unpack).isInstanceOf(IOException.class);
    assertThat(target.resolve("hard")).doesNotExist();
    assertNothingOutside();
  }

  @Test
  void devicesAreLeftOutAndSetUserIdBitsDropped() throws Exception {
    add("top/", TarConstants.LF_DIR, "", "");
    add("top/device", TarConstants.LF_CHR, "", "");
    add("top/pipe", TarConstants.LF_FIFO, "", "");
    TarArchiveEntry file = new TarArchiveEntry("top/tool");
    file.setMode(06755);
    tar.putArchiveEntry(file);
    tar.closeArchiveEntry();
    unpack();
    assertThat(warnings).hasSize(2);
    assertThat((Integer) Files.getAttribute(target.resolve("tool"), "unix:mode") & 07777)
        .isEqualTo(0755);
    assertThat(Files.exists(target.resolve("device"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void anArchiveThatBreaksOffLeavesNoPartOfAFile() throws Exception {
    add("top/", TarConstants.LF_DIR, "", "");
    add("top/whole", TarConstants.LF_NORMAL, "", "whole");
    add("top/part", TarConstants.LF_NORMAL, "", "x".repeat(100_000));
    tar.finish();
    byte[] half = java.util.Arrays.copyOf(bytes.toByteArray(), 60_000);
    assertThatThrownBy(() -> unpack(half)).isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("whole");
    }
  }

  @Test
  void directoriesGetTheirModeWhenTheyAreFull() throws Exception {
    TarArchiveEntry directory = new TarArchiveEntry("top/closed/");
    directory.setMode(0500);
    tar.putArchiveEntry(directory);
    tar.closeArchiveEntry();
    add("top/closed/file", TarConstants.LF_NORMAL, "", "x");
    unpack();
    Path closed = target.resolve("closed");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
        .isEqualTo("r-x------");
    assertThat(closed.resolve("file")).hasContent("x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
  }

  private void add(String name, byte type, String linkName, String content) throws IOException {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(linkName);
    entry.setSize(data.length);
    tar.putArchiveEntry(entry);
    tar.write(data);
    tar.closeArchiveEntry();
  }

  private void unpack() throws IOException {
    tar.finish();
    unpack(bytes.toByteArray());
  }

  private void unpack(byte[] archive) throws IOException {
    try (TemporaryFiles temporaries = new TemporaryFiles()) {
      new TreeUnpacker(target, "top", temporaries, warnings::add, count -> {})
          .unpack(new ByteArrayInputStream(archive));
    }
  }

  private void assertNothingOutside() throws IOException {
    assertThat(secret).hasContent("mine");
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files.map(file -> file.getFileName().toString())).isSubsetOf("secret", "target");
    }
  }
}
