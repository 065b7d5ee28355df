/** {@code sand telemetry}: what is told about the usage of sand, and whether. */
@NullMarked
package dev.sandglass.cli.command.telemetry;

import org.jspecify.annotations.NullMarked;
