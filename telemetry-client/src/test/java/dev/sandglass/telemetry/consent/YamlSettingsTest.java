package dev.sandglass.telemetry.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.telemetry.consent.SettingsStore.Settings;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.RandomBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class YamlSettingsTest {
  private static final CliId ID = CliId.random(RandomBytes.system());
  private static final CliId OTHER = CliId.random(RandomBytes.system());

  @TempDir Path temporary;
  private Path file;
  private YamlSettings settings;

  @BeforeEach
  void open() {
    file = temporary.resolve("config/demo/telemetry.yaml");
    settings = YamlSettings.of(file);
  }

  @Test
  void keepsChoiceAndIdApart() throws Exception {
    assertThat(settings.read())
        .isEqualTo(new Settings(Optional.empty(), Optional.empty(), file.toString()));
    settings.enable(true);
    assertThat(settings.idOrElseStore(ID)).isEqualTo(ID);
    assertThat(settings.idOrElseStore(OTHER)).isEqualTo(ID);
    assertThat(settings.read())
        .isEqualTo(new Settings(Optional.of(true), Optional.of(ID), file + ":2"));
    settings.enable(false);
    settings.removeId();
    settings.removeId();
    assertThat(settings.read())
        .isEqualTo(new Settings(Optional.of(false), Optional.empty(), file + ":2"));
    assertThat(settings.idOrElseStore(OTHER)).isEqualTo(OTHER);
    assertThat(settings.location()).isEqualTo(file.toString());
  }

  @Test
  void isForItsUserOnly() throws IOException {
    settings.idOrElseStore(ID);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(file.getParent().toFile().list())
        .containsExactlyInAnyOrder("telemetry.yaml", ".telemetry.yaml.lock");
  }

  @Test
  void keepsALinkALink() throws Exception {
    Path target = Files.writeString(temporary.resolve("dotfile"), "telemetry:\n  enabled: true\n");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, target);
    settings.enable(false);
    assertThat(file).isSymbolicLink();
    assertThat(target).content().contains("enabled: false");
  }

  @Test
  void neverWritesAFileThatHoldsMore() throws Exception {
    Files.createDirectories(file.getParent());
    for (String text :
        List.of(
            "provider: lab\ntelemetry:\n  enabled: true\n", "provider: \"a\nb\"\n", "[", "\0")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> settings.enable(false)).isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(settings::removeId).isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> settings.idOrElseStore(ID)).isInstanceOf(UncheckedIOException.class);
      assertThat(file).hasContent(text);
    }
    Files.writeString(file, "provider: lab\ntelemetry:\n  enabled: true\n");
    assertThat(settings.read().enabled()).contains(true);
  }

  @Test
  void cannotReadWhatIsNoText() throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(settings::read).isInstanceOf(UnreadableSettingsException.class);
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(settings::read).isInstanceOf(UnreadableSettingsException.class);
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThatThrownBy(settings::read)
        .isInstanceOfSatisfying(
            UnreadableSettingsException.class,
            e -> assertThat(e.where()).isEqualTo(file.toString()));
  }

  @Test
  void cannotWriteWhereNothingCanBeMade() throws IOException {
    Files.createFile(temporary.resolve("config"));
    assertThatThrownBy(() -> settings.enable(true)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> settings.idOrElseStore(ID)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void doesNotWaitForeverForAnId() throws IOException {
    settings.enable(true);
    try (FileChannel channel =
            FileChannel.open(
                file.resolveSibling(".telemetry.yaml.lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> settings.idOrElseStore(ID)).isInstanceOf(UncheckedIOException.class);
    }
    assertThat(settings.idOrElseStore(ID)).isEqualTo(ID);
  }

  @Test
  void agreesOnOneIdAmongThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<CliId>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        calls.add(() -> settings.idOrElseStore(CliId.random(RandomBytes.system())));
      }
      Set<CliId> ids = new HashSet<>();
      for (Future<CliId> id : threads.invokeAll(calls)) {
        ids.add(id.get());
      }
      assertThat(ids).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }
}
