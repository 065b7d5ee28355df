/** Running things in a sandbox: commands, background commands, processes and code. */
@NullMarked
package dev.sandglass.sandbox.process;

import org.jspecify.annotations.NullMarked;
