package dev.sandglass.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import picocli.CommandLine;

/**
 * How picocli reads how many values an option takes. Its own way looks for a number where mostly
 * none stands, and catches what that throws: a dozen exceptions before any command begins, and for
 * each of them an image reads what it knows of all code that is being executed.
 */
@TargetClass(CommandLine.Range.class)
final class Arity {
  @Substitute
  private static int parseInt(String text, int otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
