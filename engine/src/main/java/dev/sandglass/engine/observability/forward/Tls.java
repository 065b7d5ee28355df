package dev.sandglass.engine.observability.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a backend has to show, and what it is shown, as texts in PEM; empty ones stand for what is
 * usual. The key is secret.
 *
 * @param certificate whom to trust in place of the machine's authorities
 * @param clientCertificate what the engine shows, with its chain
 * @param clientKey the private key of that
 */
record Tls(String certificate, String clientCertificate, String clientKey) {
  /** The machine's authorities, and nothing to show. */
  static final Tls USUAL = new Tls("", "", "");

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----[^-]+-----END ");
  private static final String CERTIFICATE = "certificate";
  private static final String CLIENT_CERTIFICATE = "clientCertificate";
  private static final String CLIENT_KEY = "clientKey";

  /** Refuses what is no PEM, without quoting it. */
  Tls {
    requireCertificates(certificate, "certificate");
    requireCertificates(clientCertificate, "client certificate");
    if (!clientKey.isEmpty() && !KEY.matcher(clientKey).find()) {
      throw new IllegalArgumentException(
          "client key must be a private key in PEM that is not encrypted");
    }
    if (clientKey.isEmpty() != clientCertificate.isEmpty()) {
      throw new IllegalArgumentException("client certificate and client key need each other");
    }
  }

  private static void requireCertificates(String text, String what) {
    if (text.isEmpty()) {
      return;
    }
    try {
      var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      if (!CertificateFactory.getInstance("X.509").generateCertificates(bytes).isEmpty()) {
        return;
      }
    } catch (CertificateException e) {
      // Refused below, like a text without any.
    }
    throw new IllegalArgumentException(what + " must be certificates in PEM");
  }

  /** For a connection by HTTP/2 or by HTTP/1.1. */
  ClientSSLOptions options(boolean http2) {
    var options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    options.setUseAlpn(http2).setApplicationLayerProtocols(List.of(http2 ? "h2" : "http/1.1"));
    if (!certificate.isEmpty()) {
      options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(certificate)));
    }
    if (!clientKey.isEmpty()) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertValue(Buffer.buffer(clientCertificate))
              .addKeyValue(Buffer.buffer(clientKey)));
    }
    return options;
  }

  void addTo(ObjectNode json) {
    json.put(CERTIFICATE, certificate)
        .put(CLIENT_CERTIFICATE, clientCertificate)
        .put(CLIENT_KEY, clientKey);
  }

  static Tls from(JsonNode json) {
    return new Tls(
        json.path(CERTIFICATE).asText(),
        json.path(CLIENT_CERTIFICATE).asText(),
        json.path(CLIENT_KEY).asText());
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "Tls";
  }
}
