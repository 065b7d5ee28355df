/** The group {@code sand port}. */
@NullMarked
package dev.sandglass.cli.command.port;

import org.jspecify.annotations.NullMarked;
