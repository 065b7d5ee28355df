/** {@code System.Logger} to standard error, as far as {@code LOG_LEVEL} asks for it. */
@NullMarked
package dev.sandglass.cli.logging;

import org.jspecify.annotations.NullMarked;
