package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretRulesTest {
  @Test
  void everyRuleFindsASecretThatHasItsMark() {
    for (SecretRules.Rule rule : SecretRules.ALL) {
      assertThat(HostileInputs.all())
          .as(rule.pattern().pattern())
          .anyMatch(
              text ->
                  rule.mayMatch(text.toLowerCase(Locale.ROOT))
                      && rule.pattern().matcher(text).find());
    }
  }

  /** Else the mark would hide from a rule what it is for. */
  @Test
  void whatARuleFindsAlwaysHasItsMark() {
    for (SecretRules.Rule rule : SecretRules.ALL) {
      assertThat(HostileInputs.all())
          .as(rule.pattern().pattern())
          .filteredOn(text -> rule.pattern().matcher(text).find())
          .allMatch(text -> rule.mayMatch(text.toLowerCase(Locale.ROOT)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghost",
        "glide-and-seek-for-everybody",
        "sk-learn",
        "key-value-store-for-the-rest-of-us",
        "npm_config_cache",
        "physical_memory_of_the_machine_in_bytes",
        "pypi-mirror-of-all-packages",
        "basic authentication",
        "eyJ.",
        "BEGIN PRIVATE KEY",
        "AKIA is a prefix",
        "discord.com/api",
        "12345:abc"
      })
  void findsNoSecretInWords(String text) {
    assertThat(SecretRules.matchAny(text)).isFalse();
  }
}
