package dev.sandglass.engine.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ResourceStampTest {
  private final Map<String, SandboxIdentity> sandboxes = new HashMap<>();

  private Map<String, String> stamped(Map<String, String> settings, Resource claimed) {
    var stamp =
        new ResourceStamp(
            ObservabilitySettings.of(settings), id -> Optional.ofNullable(sandboxes.get(id)));
    return labels(stamp.resource(SignalOrigin.sandbox("sb-1"), claimed));
  }

  private static Map<String, String> labels(Resource resource) {
    return resource.getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, a -> a.getValue().getStringValue()));
  }

  private void sandbox(Map<String, String> environment) {
    sandboxes.put(
        "sb-1",
        new SandboxIdentity(
            "sb-1", Optional.of("box"), "host", Optional.of("snap-1"), environment));
  }

  @Test
  void saysWhoAndWhereTheSandboxIs() {
    sandbox(Map.of());
    assertThat(stamped(Map.of("SANDGLASS_REGION", "attic"), Resource.getDefaultInstance()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "sandbox.id", "sb-1",
                "sandbox.name", "box",
                "sandbox.template", "host",
                "sandbox.snapshot", "snap-1",
                "organization.id", "local",
                "region.id", "attic",
                "service.name", "sandbox-sb-1"));
  }

  @Test
  void speaksAsOthersDoWhenTheirPrefixIsChosen() {
    sandbox(Map.of());
    assertThat(
            stamped(Map.of("SANDGLASS_METRICS_PREFIX", "daytona"), Resource.getDefaultInstance()))
        .containsEntry("daytona_organization_id", "local")
        .containsEntry("daytona_region_id", "local")
        .containsEntry("daytona_snapshot", "snap-1");
    assertThat(stamped(Map.of("SANDGLASS_METRICS_PREFIX", "leap0."), Resource.getDefaultInstance()))
        .containsEntry("leap0.sandbox.id", "sb-1")
        .containsEntry("leap0.org.id", "local")
        .containsEntry("leap0.template.id", "host");
  }

  @Test
  void nothingClaimedInsideOverridesALabel() {
    sandbox(Map.of("SANDGLASS_SANDBOX_OTEL_EXTRA_LABELS", "team=blue"));
    Resource claimed =
        Resource.newBuilder()
            .addAttributes(ResourceStamp.text("sandbox.id", "sb-2"))
            .addAttributes(ResourceStamp.text("daytona_organization_id", "theirs"))
            .addAttributes(ResourceStamp.text("team", "red"))
            .addAttributes(ResourceStamp.text("service.name", "shop"))
            .addAttributes(ResourceStamp.text("host.name", "inner"))
            .build();
    assertThat(stamped(Map.of(), claimed))
        .containsEntry("sandbox.id", "sb-1")
        .doesNotContainKey("daytona_organization_id")
        .containsEntry("team", "blue")
        .containsEntry("service.name", "shop")
        .containsEntry("host.name", "inner");
  }

  @Test
  void readsExtraLabelsOfEitherNameAndLeavesOutWhatIsMalformed() {
    sandbox(
        Map.of(
            "SANDGLASS_SANDBOX_OTEL_EXTRA_LABELS", " a = 1 ,b=x=y,nothing,=z,sandbox.id=evil,",
            "DAYTONA_SANDBOX_OTEL_EXTRA_LABELS", "a=2,c="));
    assertThat(stamped(Map.of(), Resource.getDefaultInstance()))
        .containsEntry("a", "1")
        .containsEntry("b", "x=y")
        .containsEntry("c", "")
        .containsEntry("sandbox.id", "sb-1")
        .doesNotContainKeys("nothing", "");
  }

  @Test
  void rememberesASandboxThatIsGone() {
    sandbox(Map.of());
    var stamp =
        new ResourceStamp(
            ObservabilitySettings.of(Map.of()), id -> Optional.ofNullable(sandboxes.get(id)));
    SignalOrigin origin = SignalOrigin.sandbox("sb-1");
    stamp.resource(origin, Resource.getDefaultInstance());
    sandboxes.clear();
    assertThat(labels(stamp.resource(origin, Resource.getDefaultInstance())))
        .containsEntry("sandbox.name", "box");
  }

  @Test
  void aClaimIsBounded() {
    sandbox(Map.of());
    Resource.Builder claimed = Resource.newBuilder();
    for (int i = 0; i < 1_000; i++) {
      claimed.addAttributes(ResourceStamp.text("k" + i, "v"));
    }
    claimed.addAttributes(0, ResourceStamp.text("huge", "x".repeat(1_000_000)));
    var stamp =
        new ResourceStamp(
            ObservabilitySettings.of(Map.of()), id -> Optional.ofNullable(sandboxes.get(id)));
    Resource stamped = stamp.resource(SignalOrigin.sandbox("sb-1"), claimed.build());
    assertThat(stamped.getAttributesCount()).isLessThan(150);
    assertThat(stamped.getSerializedSize()).isLessThan(32 * 1024);
    assertThat(stamped.getDroppedAttributesCount()).isEqualTo(1_001 - 128);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    ObservabilitySettings settings =
        ObservabilitySettings.of(
            Map.of("SANDGLASS_METRICS_INTERVAL", "1m30s", "SANDGLASS_QUOTA_CPU", "2.5"));
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.quota().cpuMillis()).hasValue(2_500);
    for (var wrong :
        Map.of(
                "SANDGLASS_METRICS_INTERVAL", "10",
                "SANDGLASS_METRICS_PREFIX", "A b",
                "SANDGLASS_QUOTA_CPU", "1.5m",
                "SANDGLASS_QUOTA_MEMORY", "much",
                "SANDGLASS_SIGNALS_RETENTION", "-3d")
            .entrySet()) {
      assertThatThrownBy(() -> ObservabilitySettings.of(Map.of(wrong.getKey(), wrong.getValue())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.getKey());
    }
  }
}
