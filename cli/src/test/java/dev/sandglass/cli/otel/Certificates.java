package dev.sandglass.cli.otel;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority that nobody knows, and what it signed: a server at localhost and a client. */
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path directory;

  public Certificates(Path directory) throws Exception {
    this.directory = directory;
    pair("ca", "CN=Sandglass test authority", "-ext", "bc:c");
    export("ca", pem("ca"));
    for (String name : List.of("server", "client")) {
      pair(name, "CN=" + name);
      keytool("-certreq", "-alias", name, "-file", file(name + ".csr"));
      keytool(
          "-gencert",
          "-alias",
          "ca",
          "-infile",
          file(name + ".csr"),
          "-outfile",
          pem(name),
          "-rfc",
          "-ext",
          "san=dns:localhost");
      keytool("-importcert", "-alias", name, "-file", pem(name), "-noprompt");
      Files.writeString(Path.of(key(name)), privateKey(name));
    }
  }

  public String pem(String name) {
    return file(name + ".pem");
  }

  public String key(String name) {
    return file(name + ".key");
  }

  /** A server that shows its certificate. */
  public HttpServerOptions server() {
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(
            new PemKeyCertOptions().setCertPath(pem("server")).setKeyPath(key("server")));
  }

  /** A server that wants to see the client's as well. */
  public HttpServerOptions mutual() {
    return server()
        .setClientAuth(ClientAuth.REQUIRED)
        .setTrustOptions(new PemTrustOptions().addCertPath(pem("ca")));
  }

  private void pair(String alias, String subject, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                subject,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30"));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private void export(String alias, String file) throws Exception {
    keytool("-exportcert", "-alias", alias, "-rfc", "-file", file);
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", file("store.p12"), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
  }

  private String privateKey(String alias) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(file("store.p12")))) {
      store.load(in, PASSWORD.toCharArray());
    }
    byte[] key = store.getKey(alias, PASSWORD.toCharArray()).getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }
}
