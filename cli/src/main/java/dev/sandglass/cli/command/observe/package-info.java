/** Commands that show what sandboxes use. */
@NullMarked
package dev.sandglass.cli.command.observe;

import org.jspecify.annotations.NullMarked;
