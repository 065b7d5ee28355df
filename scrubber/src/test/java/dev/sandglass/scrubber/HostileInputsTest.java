package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HostileInputsTest {
  @Test
  void areMoreThanThreeHundredAndDiffer() {
    assertThat(HostileInputs.all()).hasSizeGreaterThan(300).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void areOfEveryKind(HostileInputs.Kind kind) {
    assertThat(HostileInputs.of(kind)).hasSizeGreaterThan(9);
  }
}
