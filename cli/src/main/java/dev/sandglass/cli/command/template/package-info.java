/** The group {@code sand template}. */
@NullMarked
package dev.sandglass.cli.command.template;

import org.jspecify.annotations.NullMarked;
