/** The group {@code sand provider}. */
@NullMarked
package dev.sandglass.cli.command.provider;

import org.jspecify.annotations.NullMarked;
