package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.otel.Certificates;
import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.Protocol;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OTLP over TLS with an authority of the user's own, in all protocols. */
final class OtelTlsTest {
  @TempDir private static Path directory;
  private static Certificates certificates;

  @TempDir private Path home;

  @BeforeAll
  static void sign() throws Exception {
    certificates = new Certificates(directory);
  }

  private Recorded run(OtlpReceiver receiver, Protocol protocol, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text());
    return Recorded.run(home, variables, "otel", "test");
  }

  private static Map<String, String> trusting() {
    return new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_CERTIFICATE", certificates.pem("ca")));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anOwnAuthorityIsTrustedWhenNamed(Protocol protocol) {
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.server())) {
      Recorded run = run(receiver, protocol, trusting());
      assertThat(run.exitCode()).as(run.out()).isZero();
      assertThat(receiver.requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anUnknownAuthorityIsNotTrusted(Protocol protocol) {
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.server())) {
      Recorded run = run(receiver, protocol, Map.of());
      assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
      assertThat(run.out()).contains("TLS: ");
      assertThat(run.err()).contains("OTEL_EXPORTER_OTLP_CERTIFICATE");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theClientShowsItsOwnCertificate(Protocol protocol) {
    Map<String, String> variables = trusting();
    variables.put("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", certificates.pem("client"));
    variables.put("OTEL_EXPORTER_OTLP_CLIENT_KEY", certificates.key("client"));
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.mutual())) {
      Recorded run = run(receiver, protocol, variables);
      assertThat(run.exitCode()).as(run.out()).isZero();
      assertThat(receiver.requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aClientWithoutCertificateIsRefused(Protocol protocol) {
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.mutual())) {
      assertThat(run(receiver, protocol, trusting()).exitCode()).isEqualTo(ExitCode.CANNOT.code());
      assertThat(receiver.requests()).isEmpty();
    }
  }

  /** Behind TLS it may say what it speaks instead, or not even that. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grpcWhereOnlyHttpIsSpokenIsNoticed(boolean said) {
    HttpServerOptions http =
        certificates.server().setUseAlpn(said).setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
    try (OtlpReceiver receiver = OtlpReceiver.start(http)) {
      Recorded run = run(receiver, Protocol.GRPC, trusting());
      assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
      assertThat(run.err()).as(run.out()).contains("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theNameInTheCertificateHasToBeRight(Protocol protocol) {
    try (OtlpReceiver receiver = OtlpReceiver.start(certificates.server())) {
      Map<String, String> variables = trusting();
      variables.put(
          "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url().replace("localhost", "127.0.0.1"));
      variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text());
      Recorded run = Recorded.run(home, variables, "otel", "test");
      assertThat(run.out()).contains("TLS: ").contains("127.0.0.1");
      assertThat(receiver.requests()).isEmpty();
    }
  }
}
