/** The commands of {@code sand}; groups of commands have packages of their own below. */
@NullMarked
package dev.sandglass.cli.command;

import org.jspecify.annotations.NullMarked;
