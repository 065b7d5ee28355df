package dev.sandglass.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
  @Test
  void showsItselfToNobody() {
    Secret secret = Secret.of("geheim");
    assertThat(secret.toString()).doesNotContain("geheim");
    assertThat(secret.reveal()).isEqualTo("geheim");
    assertThat(secret).isEqualTo(Secret.of("geheim")).isNotEqualTo(Secret.of("anders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\n", "header\r\nX-Other: 1", "schlüssel"})
  void refusesWhatNoHeaderCanHold(String text) {
    assertThatThrownBy(() -> Secret.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .matches(message -> text.isEmpty() || !message.contains(text));
  }
}
