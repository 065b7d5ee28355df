/** What a person or a pipe sees: streams, terminals, tables, JSON, progress. */
@NullMarked
package dev.sandglass.cli.console;

import org.jspecify.annotations.NullMarked;
