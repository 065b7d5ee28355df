/** The group {@code sand engine}. */
@NullMarked
package dev.sandglass.cli.command.engine;

import org.jspecify.annotations.NullMarked;
