package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import dev.sandglass.cli.otel.Certificates;
import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backends whose certificates nobody knows, and that want to see the engine's. */
final class ForwardTlsIT {
  private static final String TELL =
      "printf %s '{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":"
          + "\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"1112131415161718\",\"name\":\"told\"}]}]}]}'"
          + " | curl -sS --fail --data-binary @- -H content-type:application/json"
          + " $OTEL_EXPORTER_OTLP_ENDPOINT/v1/traces";
  private static final String OTLP = "OTEL_EXPORTER_OTLP_";

  @TempDir private static Path directory;
  private static Certificates certificates;
  private SandWorld world;

  @BeforeAll
  static void sign() throws Exception {
    certificates = new Certificates(directory);
  }

  @BeforeEach
  void make() throws IOException {
    Files.setPosixFilePermissions(
        Path.of(certificates.key("client")), PosixFilePermissions.fromString("rw-------"));
    world = new SandWorld();
  }

  @AfterEach
  void remove() throws IOException {
    world.close();
  }

  private static void awaitTold(OtlpReceiver receiver) {
    SandWorld.until(
        "the span",
        () -> receiver.spans().stream().anyMatch(span -> span.getName().equals("told")));
  }

  private String problem() {
    try {
      return world
          .succeed("engine", "status", "-o", "json")
          .json()
          .at("/forwarding/lastProblem")
          .asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"GRPC", "HTTP_PROTOBUF"})
  void aSandboxesBackendIsShownWhatItWants(Protocol protocol) throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.mutual())) {
      String endpoint = OTLP + "ENDPOINT=" + receiver.url();
      String spoken = OTLP + "PROTOCOL=" + protocol.text();
      String authority = OTLP + "CERTIFICATE=" + certificates.pem("ca");
      world.create("--name", "a", "--otel-export", "-e", endpoint, "-e", spoken);
      world.succeed("exec", "a", "--", "sh", "-c", TELL);
      SandWorld.until("a refusal by the engine", () -> problem().contains("SSLHandshake"));
      world.create("--name", "b", "--otel-export", "-e", endpoint, "-e", spoken, "-e", authority);
      world.succeed("exec", "b", "--", "sh", "-c", TELL);
      SandWorld.until("a refusal by the backend", () -> !problem().contains("SSLHandshake"));
      assertThat(receiver.requests()).isEmpty();
      world.succeed(
          "create",
          "--name",
          "c",
          "--otel-export",
          "-e",
          endpoint,
          "-e",
          spoken,
          "-e",
          authority,
          "-e",
          OTLP + "CLIENT_CERTIFICATE=" + certificates.pem("client"),
          "-e",
          OTLP + "CLIENT_KEY=" + certificates.key("client"));
      world.succeed("exec", "c", "--", "sh", "-c", TELL);
      awaitTold(receiver);
      assertThat(receiver.requests()).allMatch(one -> one.protocol() == protocol);
      assertThat(receiver.resource()).containsEntry("sandbox.name", "c");
      keyIsNowhere("c");
    }
  }

  private void keyIsNowhere(String box) throws IOException {
    String key = Files.readString(Path.of(certificates.key("client"))).lines().toList().get(1);
    String inside = "env; tr '\\0' ' ' </proc/1/environ; cat /proc/*/cmdline | tr '\\0' ' '";
    assertThat(world.succeed("exec", box, "--", "sh", "-c", inside).outText())
        .contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318")
        .doesNotContain(key, "CLIENT_KEY", "-----BEGIN");
    assertThat(world.succeed("info", box, "-o", "json").outText())
        .doesNotContain(key, "-----BEGIN");
    assertThat(world.succeed("engine", "status", "-o", "json").outText()).doesNotContain(key);
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(line -> line.contains(key));
    Files.walkFileTree(
        world.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && Files.isReadable(file)) {
              assertOnlyOursMayRead(file, key);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof AccessDeniedException) {
              return FileVisitResult.CONTINUE; // the sandbox's own, closed to this user as well
            }
            throw e;
          }
        });
  }

  private static void assertOnlyOursMayRead(Path file, String key) throws IOException {
    if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(key)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
      assertThat(file.getFileName().toString()).endsWith(".json");
    }
  }

  @Test
  void theEnginesBackendIsShownWhatItWants() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.mutual())) {
      world.succeed("config", "set", "engine.otlp.endpoint", receiver.url());
      world.succeed("config", "set", "engine.otlp.certificate", certificates.pem("ca"));
      world.succeed("config", "set", "engine.otlp.client-certificate", certificates.pem("client"));
      world.succeed("config", "set", "engine.otlp.client-key", certificates.key("client"));
      world.succeed("config", "set", "engine.otlp.compression", "none");
      world.succeed("config", "set", "engine.otlp.timeout", "5s");
      Path key = Path.of(certificates.key("client"));
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
      Ended refused = world.run("create");
      assertThat(refused.exitCode()).isEqualTo(125);
      assertThat(refused.errText()).contains("chmod 600");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      world.create("--name", "box");
      world.succeed("exec", "box", "--", "sh", "-c", TELL);
      awaitTold(receiver);
      assertThat(receiver.requests()).noneMatch(OtlpReceiver.Request::compressed);
    }
  }

  @Test
  void whatIsNoCertificateIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("not-a-key"), "hunter2");
    String[] create = {
      "create", "--otel-export", "-e", OTLP + "ENDPOINT=https://otlp.example.com", "-e", ""
    };
    create[5] = OTLP + "CERTIFICATE=" + file;
    Ended wrong = world.run(create);
    assertThat(wrong.exitCode()).isEqualTo(125);
    assertThat(wrong.errText()).contains("certificates in PEM").doesNotContain("hunter2");
    create[5] = OTLP + "CLIENT_KEY=" + file;
    assertThat(world.run(create).errText())
        .contains("private key in PEM")
        .doesNotContain("hunter2");
    create[5] = OTLP + "CLIENT_KEY=" + certificates.key("client");
    assertThat(world.run(create).errText()).contains("need each other").doesNotContain("BEGIN");
    create[5] = OTLP + "CERTIFICATE=" + directory.resolve("missing");
    Ended missing = world.run(create);
    assertThat(missing.exitCode()).isEqualTo(125);
    assertThat(missing.errText()).contains(OTLP + "CERTIFICATE");
  }
}
