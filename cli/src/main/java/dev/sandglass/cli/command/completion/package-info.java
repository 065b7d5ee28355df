/** The command {@code sand completion}. */
@NullMarked
package dev.sandglass.cli.command.completion;

import org.jspecify.annotations.NullMarked;
