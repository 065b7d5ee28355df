/** The group {@code sand volume}. */
@NullMarked
package dev.sandglass.cli.command.volume;

import org.jspecify.annotations.NullMarked;
