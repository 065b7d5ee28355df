/** The group {@code sand fs}. */
@NullMarked
package dev.sandglass.cli.command.fs;

import org.jspecify.annotations.NullMarked;
