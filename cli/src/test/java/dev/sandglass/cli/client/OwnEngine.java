package dev.sandglass.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An engine for tests, in directories of its own, started by the client itself. */
final class OwnEngine implements AutoCloseable {
  private final Path root;
  private final Map<String, String> environment;
  private final SandboxClient local;

  OwnEngine() throws IOException {
    root = Files.createTempDirectory(Path.of("/var/tmp"), "sandglass-client");
    // As homes often are: what runs inside a sandbox must be able to walk through.
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(root.resolve("run"));
    environment = new HashMap<>(System.getenv());
    environment.put("XDG_RUNTIME_DIR", root.resolve("run").toString());
    environment.put("XDG_STATE_HOME", root.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", root.resolve("config").toString());
    environment.put("SANDGLASS_JAVA", java());
    environment.put("SANDGLASS_LIB", Path.of("target", "dist", "lib").toAbsolutePath().toString());
    local = SandboxClient.local(options());
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  ClientOptions options() {
    return ClientOptions.defaults().withEnvironment(environment);
  }

  /** The client by the engine's own protocol. */
  SandboxClient local() {
    return local;
  }

  /** A client that takes the engine for any OpenSandbox server. */
  SandboxClient asPlainServer() throws IOException {
    return asPlainServer(ClientOptions.defaults());
  }

  SandboxClient asPlainServer(ClientOptions options) throws IOException {
    local.engine().start();
    JsonNode file = engineFile();
    URI url = URI.create("http://127.0.0.1:" + file.path("port").asInt());
    return SandboxClient.openSandbox(
        url, Optional.of(Secret.of(file.path("key").asText())), options);
  }

  JsonNode engineFile() throws IOException {
    return new ObjectMapper().readTree(root.resolve("run/sandglass/engine.json").toFile());
  }

  @Override
  public void close() throws IOException {
    for (SandboxInfo info : local.sandboxes().list(ListFilter.ALL).toList()) {
      local.sandboxes().handle(info.id()).delete();
    }
    local.engine().stop(true);
    local.close();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
