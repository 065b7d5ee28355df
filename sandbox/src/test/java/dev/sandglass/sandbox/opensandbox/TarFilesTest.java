package dev.sandglass.sandbox.opensandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarFilesTest {
  private static byte[] archive(int longFileMode, int bigNumberMode) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(longFileMode);
      tar.setBigNumberMode(bigNumberMode);
      tar.putArchiveEntry(new TarArchiveEntry("directory/"));
      tar.closeArchiveEntry();
      for (int size : new int[] {0, 1, 511, 512, 513, 100_000}) {
        var entry = new TarArchiveEntry("directory/" + "ä".repeat(size % 200) + size);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        tar.write(new byte[size]);
        tar.closeArchiveEntry();
      }
      var link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName("directory");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      var original = new TarArchiveEntry("hard", TarConstants.LF_LINK);
      original.setLinkName("directory/1");
      tar.putArchiveEntry(original);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static OptionalLong count(byte[] archive, int piece) {
    var files = new TarFiles();
    for (int i = 0; i < archive.length; i += piece) {
      files.accept(archive, i, Math.min(piece, archive.length - i));
    }
    return files.count();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 512, 8192, 1 << 20})
  void countsFilesInWhateverPiecesTheyCome(int piece) throws IOException {
    byte[] posix =
        archive(TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.BIGNUMBER_POSIX);
    byte[] gnu =
        archive(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.BIGNUMBER_STAR);
    assertThat(count(posix, piece)).hasValue(6);
    assertThat(count(gnu, piece)).hasValue(6);
  }

  @Test
  void saysNothingOfWhatIsNoArchive() {
    byte[] text = new byte[2000];
    Arrays.fill(text, (byte) 'x');
    assertThat(count(text, 512)).isEmpty();
  }

  @Test
  void readsSizesInBinary() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
      var entry = new TarArchiveEntry("big");
      entry.setSize(9L << 30);
      tar.putArchiveEntry(entry);
      // Its content is not needed to see that nothing in it is taken for a header.
      var files = new TarFiles();
      tar.flush();
      byte[] head = bytes.toByteArray();
      files.accept(head, 0, head.length);
      byte[] content = new byte[1 << 20];
      Arrays.fill(content, (byte) 'x');
      for (int i = 0; i < 100; i++) {
        files.accept(content, 0, content.length);
      }
      assertThat(files.count()).hasValue(1);
    } catch (IOException e) {
      // The archive is left incomplete, which closing it reports.
      assertThat(e).hasMessageContaining("unclosed");
    }
  }

  @Test
  void contentIsCountedWhereverItIsSkipped() throws IOException {
    byte[] posix =
        archive(TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.BIGNUMBER_POSIX);
    try (var content = CountedContent.archive(new ByteArrayInputStream(posix))) {
      content.skipNBytes(posix.length - 1);
      assertThat(content.read()).isZero();
      assertThat(content.read()).isEqualTo(-1);
      assertThat(content.count()).isEqualTo(posix.length);
      assertThat(content.files()).hasValue(6);
    }
  }
}
