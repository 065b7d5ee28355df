/** The command {@code sand doctor}. */
@NullMarked
package dev.sandglass.cli.command.doctor;

import org.jspecify.annotations.NullMarked;
