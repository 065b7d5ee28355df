/** The terminal and the signals of the process {@code sand}. */
@NullMarked
package dev.sandglass.cli.terminal;

import org.jspecify.annotations.NullMarked;
