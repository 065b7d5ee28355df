/** The group {@code sand config}. */
@NullMarked
package dev.sandglass.cli.command.config;

import org.jspecify.annotations.NullMarked;
