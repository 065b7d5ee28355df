/** Makes untrusted text safe to print and requests safe to report. */
@NullMarked
package dev.sandglass.scrubber;

import org.jspecify.annotations.NullMarked;
