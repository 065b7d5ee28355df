package dev.sandglass.engine.observability.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRequestTest {
  private static Span span(String fields) throws Refusal, InvalidProtocolBufferException {
    String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + fields + "}]}]}]}";
    byte[] message =
        JsonRequest.toProtobuf(
            json.getBytes(StandardCharsets.UTF_8), ExportTraceServiceRequest.getDescriptor());
    return ExportTraceServiceRequest.parseFrom(message)
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0);
  }

  private static AnyValue value(String json) throws Refusal, InvalidProtocolBufferException {
    return span("\"attributes\":[{\"key\":\"k\",\"value\":" + json + "}]")
        .getAttributes(0)
        .getValue();
  }

  @Test
  void idsAreHexadecimalAndOtherBytesAreNot() throws Exception {
    Span span =
        span(
            "\"traceId\":\"5B8EFFF798038103d269b633813fc60c\",\"parentSpanId\":\"eee19b7ec3c1b173\"");
    assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
        .isEqualTo("5b8efff798038103d269b633813fc60c");
    assertThat(span.getParentSpanId().size()).isEqualTo(8);
    assertThat(value("{\"bytesValue\":\"AQID\"}").getBytesValue())
        .isEqualTo(ByteString.copyFrom(new byte[] {1, 2, 3}));
  }

  @Test
  void numbersAreNumbersOrStringsAndEnumsNumbersOrNames() throws Exception {
    Span span = span("\"kind\":3,\"startTimeUnixNano\":\"18446744073709551615\",\"flags\":257");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(-1);
    assertThat(span.getFlags()).isEqualTo(257);
    assertThat(span("\"kind\":\"SPAN_KIND_SERVER\"").getKindValue()).isEqualTo(2);
    assertThat(value("{\"intValue\":-5}").getIntValue()).isEqualTo(-5);
    assertThat(value("{\"intValue\":\"-5\"}").getIntValue()).isEqualTo(-5);
    assertThat(value("{\"doubleValue\":\"NaN\"}").getDoubleValue()).isNaN();
    assertThat(value("{\"boolValue\":true}").getBoolValue()).isTrue();
    assertThat(value("{\"arrayValue\":{\"values\":[{\"stringValue\":\"é\"},{}]}}"))
        .satisfies(v -> assertThat(v.getArrayValue().getValues(0).getStringValue()).isEqualTo("é"));
  }

  @Test
  void repeatedNumbersAreTakenAndUnknownFieldsAndNullsLeftOut() throws Exception {
    String json =
        """
        {"new": {"x": [1, {}]}, "resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "h",
         "histogram": {"aggregationTemporality": 2, "dataPoints": [{"count": "3", "sum": null,
          "bucketCounts": ["1", 2], "explicitBounds": [0.5]}]}}]}]}]}
        """;
    byte[] message =
        JsonRequest.toProtobuf(
            json.getBytes(StandardCharsets.UTF_8), ExportMetricsServiceRequest.getDescriptor());
    var metric =
        ExportMetricsServiceRequest.parseFrom(message)
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(0)
            .getHistogram();
    assertThat(metric.getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(metric.getDataPoints(0).getBucketCountsList()).containsExactly(1L, 2L);
    assertThat(metric.getDataPoints(0).getExplicitBoundsList()).containsExactly(0.5);
    assertThat(metric.getDataPoints(0).hasSum()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"traceId\":\"xyz\"",
        "\"traceId\":7",
        "\"name\":7",
        "\"kind\":\"NOBODY\"",
        "\"flags\":99999999999",
        "\"startTimeUnixNano\":1e999999999",
        "\"startTimeUnixNano\":\"soon\"",
        "\"attributes\":{}",
        "\"attributes\":[7]",
        "\"attributes\":[",
        "\"status\":[]",
        "\"attributes\":[{\"value\":{\"boolValue\":\"yes\"}}]",
        "\"attributes\":[{\"value\":{\"bytesValue\":\"*\"}}]"
      })
  void whatIsNotOtlpIsRefused(String fields) {
    assertThatThrownBy(() -> span(fields))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.http()).isEqualTo(400));
  }

  @Test
  void tooManyPartsAreTooLarge() {
    assertThatThrownBy(() -> span("\"events\":[{}" + ",{}".repeat(WireLimits.MAX_MESSAGES) + "]"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.http()).isEqualTo(413));
  }
}
