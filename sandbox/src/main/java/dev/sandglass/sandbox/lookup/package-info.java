/** Names for the completion of shells, asked for with as little as can be loaded and waited for. */
@NullMarked
package dev.sandglass.sandbox.lookup;

import org.jspecify.annotations.NullMarked;
