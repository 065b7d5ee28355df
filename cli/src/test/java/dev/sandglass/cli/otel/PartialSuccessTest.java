package dev.sandglass.cli.otel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PartialSuccessTest {
  private static ExportTraceServiceResponse answer(long rejected, String message) {
    return ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder()
                .setRejectedSpans(rejected)
                .setErrorMessage(message))
        .build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 127, 128, 16_384, Long.MAX_VALUE})
  void numbersOfAllSizesAreRead(long rejected) {
    assertThat(PartialSuccess.ofProtobuf(answer(rejected, "zu alt – é").toByteArray()))
        .contains(new PartialSuccess(rejected, "zu alt – é"));
  }

  @Test
  void fieldsOfTheFutureAreSkipped() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(7, field().addVarint(300).build())
            .addField(8, field().addFixed32(1).build())
            .addField(9, field().addFixed64(1).build())
            .addField(10, field().addLengthDelimited(ByteString.copyFromUtf8("new")).build())
            .build();
    byte[] answer = unknown.toByteString().concat(answer(3, "").toByteString()).toByteArray();
    assertThat(PartialSuccess.ofProtobuf(answer)).contains(new PartialSuccess(3, ""));
  }

  private static UnknownFieldSet.Field.Builder field() {
    return UnknownFieldSet.Field.newBuilder();
  }

  @Test
  void whatSaysNothingIsNothing() {
    assertThat(PartialSuccess.ofProtobuf(new byte[0])).isEmpty();
    assertThat(PartialSuccess.ofProtobuf(answer(0, "").toByteArray())).isEmpty();
    assertThat(PartialSuccess.ofJson(bytes("{}"))).isEmpty();
    assertThat(PartialSuccess.ofJson(bytes("{\"partialSuccess\":{}}"))).isEmpty();
  }

  @Test
  void numbersInJsonMayBeTexts() {
    assertThat(PartialSuccess.ofJson(bytes("{\"partialSuccess\":{\"rejectedLogRecords\":\"2\"}}")))
        .contains(new PartialSuccess(2, ""));
    assertThat(PartialSuccess.ofJson(bytes("{\"partialSuccess\":{\"rejectedDataPoints\":2}}")))
        .contains(new PartialSuccess(2, ""));
  }

  @Test
  void whatIsNoAnswerOfOtlpDoesNoHarm() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      PartialSuccess.ofProtobuf(bytes);
      PartialSuccess.ofJson(bytes);
    }
    assertThat(PartialSuccess.ofProtobuf(bytes("<html>ok</html>"))).isEmpty();
    assertThat(PartialSuccess.ofJson(bytes("<html>ok</html>"))).isEmpty();
    assertThat(PartialSuccess.ofJson(bytes("[]"))).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
