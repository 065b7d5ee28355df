/**
 * Makes untrusted text safe to print and requests safe to report, and keeps secrets out of what is
 * written.
 */
@NullMarked
package dev.sandglass.scrubber;

import org.jspecify.annotations.NullMarked;
