/** Copying files and directory trees between this machine and sandboxes. */
@NullMarked
package dev.sandglass.cli.transfer;

import org.jspecify.annotations.NullMarked;
