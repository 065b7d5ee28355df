package dev.sandglass.telemetry.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates in the file that {@code SSL_CERT_FILE} names, as OpenSSL, curl and others read
 * it: they take the place of Java's own. It is how users of a proxy that opens TLS say so.
 */
final class TrustedCertificates {
  private static final String VARIABLE = "SSL_CERT_FILE";

  private TrustedCertificates() {}

  /** Returns a context that trusts the file's certificates; empty without the variable. */
  static Optional<SSLContext> of(Map<String, String> environment) {
    String file = environment.getOrDefault(VARIABLE, "");
    return file.isEmpty() ? Optional.empty() : Optional.of(context(file));
  }

  private static SSLContext context(String file) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : read(file)) {
        trusted.setCertificateEntry("certificate-" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  /** An unreadable file trusts nobody: the user wanted others than the usual ones. */
  private static Iterable<? extends Certificate> read(String file) {
    try (InputStream input = Files.newInputStream(Path.of(file))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(input);
    } catch (IOException | GeneralSecurityException | InvalidPathException e) {
      return java.util.List.of();
    }
  }
}
