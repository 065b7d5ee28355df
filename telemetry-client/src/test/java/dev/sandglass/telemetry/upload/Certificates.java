package dev.sandglass.telemetry.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for localhost that nobody has signed, made by the JDK's keytool. */
record Certificates(ServerSocketFactory server, Path pem) {
  private static final String PASSWORD = "password";

  static Certificates selfSigned(Path directory) throws IOException, GeneralSecurityException {
    Path store = directory.resolve("server.p12");
    Path pem = directory.resolve("server.pem");
    String common = " -alias server -storepass " + PASSWORD + " -keystore " + store;
    keytool(
        "-genkeypair -keyalg EC -dname CN=localhost -validity 2"
            + " -ext SAN=dns:localhost,ip:127.0.0.1"
            + common);
    keytool("-exportcert -rfc -file " + pem + common);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new Certificates(context.getServerSocketFactory(), pem);
  }

  private static void keytool(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments.split(" ")));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool failed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
