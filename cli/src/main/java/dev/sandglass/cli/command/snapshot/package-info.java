/** The group {@code sand snapshot}. */
@NullMarked
package dev.sandglass.cli.command.snapshot;

import org.jspecify.annotations.NullMarked;
