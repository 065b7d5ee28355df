package dev.sandglass.cli.otel;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What values of a variable make sense. The SDK finds some of the others too, but does not say
 * which variable they stand in, and passes over the rest.
 *
 * @param expected what is expected, to be read behind "is not"
 * @param sensible tells values that make sense
 */
record ValueForm(String expected, Predicate<String> sensible) {
  /** Anything; whoever uses the value has more to say about it. */
  static final ValueForm ANY = new ValueForm("", text -> true);

  /** Nothing at all. */
  static final ValueForm NONE =
      new ValueForm("understood here; set the other variables instead", text -> false);

  static final ValueForm COUNT = matching("a whole number from 0 on", "[0-9]{1,9}");
  static final ValueForm SIZE = matching("a whole number from 1 on", "0{0,8}[1-9][0-9]{0,8}");
  static final ValueForm TIME = matching("a number of milliseconds", "[0-9]{1,9}(ms|s|m|h|d)?");
  static final ValueForm PERIOD =
      matching("a number of milliseconds from 1 on", "0{0,8}[1-9][0-9]{0,8}(ms|s|m|h|d)?");
  static final ValueForm SAMPLER =
      matching(
          "always_on, always_off or traceidratio, with or without parentbased_ in front",
          "(parentbased_)?(always_on|always_off|traceidratio)");
  static final ValueForm PROPAGATORS =
      listOf("tracecontext", "baggage", "b3", "b3multi", "jaeger", "ottrace", "none");

  private static ValueForm matching(String expected, String pattern) {
    return new ValueForm(expected, text -> text.matches(pattern));
  }

  /** One of some words, in capitals or not. */
  static ValueForm oneOf(String... words) {
    return new ValueForm(
        either(words), text -> List.of(words).contains(text.toLowerCase(Locale.ROOT)));
  }

  private static ValueForm listOf(String... words) {
    return new ValueForm(
        "some of " + String.join(", ", words) + ", with commas between them",
        text -> List.of(words).containsAll(List.of(text.split("\\s*,\\s*", -1))));
  }

  private static String either(String... words) {
    List<String> all = List.of(words);
    int last = all.size() - 1;
    return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }
}
