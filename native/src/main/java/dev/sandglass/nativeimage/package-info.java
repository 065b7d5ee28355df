/** The native binary of {@code sand}: where it starts, and what its image is told. */
@NullMarked
package dev.sandglass.nativeimage;

import org.jspecify.annotations.NullMarked;
