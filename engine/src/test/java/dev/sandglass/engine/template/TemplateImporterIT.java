package dev.sandglass.engine.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.HolderSpec;
import dev.sandglass.engine.isolation.HostCapabilities.Executor;
import dev.sandglass.engine.isolation.HostCapabilities.IdMapping;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.isolation.NetworkMode;
import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.isolation.SandboxUser;
import dev.sandglass.engine.lifecycle.Template;
import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.template.ImageBuilder.Tar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports of every kind, and sandboxes made of them. */
@Timeout(90)
class TemplateImporterIT {
  private static byte[] base;

  @TempDir private Path directory;
  private Path state;
  private Isolation isolation;
  private TemplateImporter importer;

  @BeforeAll
  static void build() throws Exception {
    base = ImageBuilder.base().bytes();
  }

  @BeforeEach
  void start() throws IOException {
    state = Files.createTempDirectory("sandglass-templates");
    isolation = Isolation.open(state);
    importer = new TemplateImporter(isolation, state, Clock.systemUTC());
  }

  @AfterEach
  void end() throws IOException {
    isolation.collectOrphans(Set.of());
    for (String tree : List.of("sandboxes", "layers", "executions", "scripts")) {
      isolation.deleteTree(Path.of(tree));
    }
    Files.delete(state);
  }

  private String run(Template template, String script) throws Exception {
    Files.createDirectories(state.resolve("sandboxes/one"));
    HolderSpec spec =
        new HolderSpec(
            "one",
            false,
            template.layers(),
            List.of(),
            ResourceLimits.NONE,
            "box",
            NetworkMode.NONE);
    Holder holder = isolation.start(spec);
    Execution execution =
        holder.execute(
            new ExecutionSpec(
                List.of("/bin/sh", "-c", script),
                "/",
                Map.of("PATH", "/bin"),
                SandboxUser.ROOT,
                Optional.empty()));
    execution.stdin().close();
    String out = new String(execution.stdout().readAllBytes(), UTF_8);
    String err = new String(execution.stderr().readAllBytes(), UTF_8);
    assertThat(execution.exit().get(20, TimeUnit.SECONDS)).as(err).isZero();
    holder.stop(0);
    return out;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private void requireBubblewrap() {
    Assumptions.assumeTrue(isolation.capabilities().executor() == Executor.BUBBLEWRAP);
  }

  /** Nothing of a failed import stays. */
  private void refuses(Path source, String message) throws IOException {
    assertThatThrownBy(() -> importer.add("bad", source))
        .isInstanceOfSatisfying(
            ApiException.class,
            error -> {
              assertThat(error.status()).isEqualTo(400);
              assertThat(error.code()).isEqualTo("TEMPLATE::INVALID");
            })
        .hasMessageContaining(message);
    try (var layers = Files.list(state.resolve("layers"))) {
      assertThat(layers).isEmpty();
    }
    try (var files = Files.list(state)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("import-"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip -c", "bzip2 -c", "xz -0 -c", "zstd -c"})
  void importsTarballs(String compressor) throws Exception {
    requireBubblewrap();
    byte[] tar =
        ImageBuilder.base()
            .link("etc/up", "/bin")
            .file("secret", "s", 04750, 0)
            .file("ünï", "name")
            .hardLink("hard", "secret")
            .device("dev-node")
            .bytes();
    Path plain = write("plain.tar", tar);
    Path packed = directory.resolve("packed");
    int code =
        new ProcessBuilder("sh", "-c", compressor + " <'" + plain + "' >'" + packed + "'")
            .start()
            .waitFor();
    Assumptions.assumeTrue(code == 0);
    Template template = importer.add("t", packed);
    assertThat(template.kind()).isEqualTo("tarball");
    assertThat(template.sizeBytes()).isPositive();
    assertThat(
            run(
                template,
                "stat -c '%a %h %Y' secret; cat hard ünï; readlink etc/up; ls -d dev-node || :"))
        .isEqualTo("4750 2 1600000000\nsname/bin\n");
  }

  @Test
  void importsDirectories() throws Exception {
    requireBubblewrap();
    Path root = Files.createDirectory(directory.resolve("root"));
    int code =
        new ProcessBuilder("tar", "-x", "-f", write("b.tar", base).toString(), "-C", "" + root)
            .start()
            .waitFor();
    assertThat(code).isZero();
    Files.writeString(root.resolve("note"), "from a directory");
    Files.createLink(root.resolve("linked"), root.resolve("note"));
    Template template = importer.add("d", root);
    assertThat(template.kind()).isEqualTo("directory");
    assertThat(run(template, "cat note; stat -c ' %u %h' note"))
        .isEqualTo("from a directory 0 2\n");
  }

  private List<byte[]> layers() throws Exception {
    byte[] middle =
        new Tar()
            .directory("work", 0755)
            .file("work/gone", "1")
            .file("work/changed", "old")
            .directory("work/opaque", 0755)
            .file("work/opaque/lower", "1")
            .directory("work/away", 0755)
            .file("work/away/x", "1")
            .file("work/target", "linked", 0600, 0)
            .link("work/lnk", "opaque")
            .bytes();
    byte[] upper =
        new Tar()
            .file("work/.wh.gone", "")
            .file("work/.wh.away", "")
            .file("work/changed", "new", 0640, 0)
            .directory("work/opaque", 0700)
            .file("work/opaque/upper", "1")
            .file("work/opaque/.wh..wh..opq", "")
            .hardLink("work/hard", "work/target")
            .file("work/lnk/through", "1")
            .file("work/.wh.target", "")
            .bytes();
    return List.of(base, middle, upper);
  }

  private void checkImage(Template template) throws Exception {
    assertThat(template.kind()).isEqualTo("oci");
    assertThat(template.entrypoint()).containsExactly("/bin/sh", "-c", "echo hello");
    assertThat(template.env()).containsEntry("GREETING", "hi=there");
    assertThat(template.workingDirectory()).isEqualTo("/work");
    assertThat(template.layers()).hasSize(1);
    assertThat(
            run(
                template,
                "cd work; ls -A; ls -A opaque; cat changed hard; stat -c ' %a' changed opaque hard;"
                    + " readlink lnk"))
        .isEqualTo(
            "changed\nhard\nlnk\nopaque\nthrough\nupper\nnewlinked 640\n 700\n 600\nopaque\n");
  }

  @Test
  void importsLayoutsWithWhiteouts() throws Exception {
    requireBubblewrap();
    Path layout = Files.createDirectory(directory.resolve("layout"));
    ImageBuilder.layout(layout, Image.architecture(), layers());
    checkImage(importer.add("i", layout));
    isolation.deleteTree(Path.of("sandboxes/one"));
    byte[] archive = ImageBuilder.archive(layout);
    checkImage(importer.add("i", write("layout.tar", archive)));
    isolation.deleteTree(Path.of("sandboxes/one"));
    checkImage(importer.add("i", write("layout.tgz", ImageBuilder.gzip(archive))));
  }

  @Test
  void importsWhatDockerSaves() throws Exception {
    requireBubblewrap();
    checkImage(importer.add("i", write("saved.tar", ImageBuilder.docker(layers()))));
  }

  @Test
  void mapsOddOwners() throws Exception {
    requireBubblewrap();
    Assumptions.assumeFalse(isolation.capabilities().idMapping() == IdMapping.SINGLE);
    byte[] tar =
        ImageBuilder.base()
            .file("a", "", 0644, 1000)
            .file("b", "", 0644, 65534)
            .file("c", "", 0644, 3_000_000_000L)
            .bytes();
    assertThat(run(importer.add("o", write("o.tar", tar)), "stat -c %u:%g a b c"))
        .isEqualTo("1000:1000\n65534:65534\n65534:65534\n");
  }

  @Test
  void refusesWhatIsDamaged() throws Exception {
    Path layout = Files.createDirectory(directory.resolve("layout"));
    byte[] layer = new Tar().file("f", "x".repeat(5000)).bytes();
    ImageBuilder.layout(layout, Image.architecture(), List.of(layer, base));
    Path blob = layout.resolve("blobs").resolve(ImageBuilder.digest(base).replace(':', '/'));
    byte[] bytes = Files.readAllBytes(blob);
    bytes[600] ^= 1;
    Files.write(blob, bytes);
    refuses(layout, "digest");
    Files.delete(blob);
    refuses(layout, "lacks");
    refuses(
        write("half.tar.gz", Arrays.copyOf(ImageBuilder.gzip(base), 100_000)), "cannot be read");
    refuses(write("half.tar", Arrays.copyOf(base, 100_000)), "cannot be read");
    refuses(write("junk", "no tar at all, of some length".repeat(100).getBytes(UTF_8)), "");
    refuses(write("empty", new byte[0]), "empty");
    refuses(directory.resolve("nowhere"), "there is no file or directory");
    refuses(Files.createDirectory(directory.resolve("nothing")), "empty");
  }

  @Test
  void refusesForeignImages() throws Exception {
    Path layout = Files.createDirectory(directory.resolve("layout"));
    ImageBuilder.layout(layout, "vax", List.of(base));
    refuses(layout, "not for linux/" + Image.architecture());
  }

  @Test
  void nothingLeadsOutOfTheLayer() throws Exception {
    Path canary = Files.createTempDirectory("sandglass-canary");
    String below = canary.toString().substring(1);
    refuses(write("up.tar", new Tar().file("../../" + below + "/x", "1").bytes()), "upwards");
    refuses(write("up2.tar", new Tar().file("a/../../x", "1").bytes()), "upwards");
    refuses(
        write("hard.tar", new Tar().hardLink("x", "/etc/passwd").bytes()),
        "hard link leads nowhere");
    refuses(write("below.tar", new Tar().file("f", "1").file("f/x", "1").bytes()), "below a file");
    requireBubblewrap();
    byte[] tar =
        ImageBuilder.base()
            .link("out", canary.toString())
            .file("out/planted", "1")
            .link("up", "../../../../../../" + below)
            .file("up/planted2", "1")
            .file("/absolute", "1")
            .link("loop", "out2")
            .link("out2", "/bin")
            .file("loop/new", "1")
            .bytes();
    Template template = importer.add("h", write("links.tar", tar));
    assertThat(run(template, "cat /absolute /bin/new " + canary + "/planted /up/planted2"))
        .isEqualTo("1111");
    try (var files = Files.list(canary)) {
      assertThat(files).isEmpty();
    }
    Files.delete(canary);
  }

  @Test
  void writesOnlyWhatIsLeft() throws Exception {
    byte[] lower = new Tar().file("a", "1").file("b", "22").bytes();
    byte[] upper = new Tar().file(".wh.a", "").bytes();
    Flattening flattening = new Flattening(List.of(open(lower), open(upper)), true, Long.MAX_VALUE);
    flattening.plan();
    var out = new java.io.ByteArrayOutputStream();
    flattening.write(out);
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(in.getNextEntry().getName()).isEqualTo("./b");
      assertThat(in.getNextEntry()).isNull();
    }
    Flattening full = new Flattening(List.of(open(lower)), true, 2);
    assertThatThrownBy(full::plan).hasMessageContaining("free");
  }

  private static Flattening.Archive open(byte[] bytes) {
    return () ->
        new Flattening.Opened(
            new Sha256Input(new ByteArrayInputStream(bytes), "", Long.MAX_VALUE),
            new Sha256Input(new ByteArrayInputStream(bytes), "", Long.MAX_VALUE));
  }
}
