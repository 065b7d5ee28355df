/** Values as users write them on the command line. Refusals name the value and say what fits. */
@NullMarked
package dev.sandglass.cli.value;

import org.jspecify.annotations.NullMarked;
