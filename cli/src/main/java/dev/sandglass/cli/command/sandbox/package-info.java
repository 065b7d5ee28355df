/** Commands on sandboxes and on what runs in them. */
@NullMarked
package dev.sandglass.cli.command.sandbox;

import org.jspecify.annotations.NullMarked;
