/** The files of a sandbox. */
@NullMarked
package dev.sandglass.sandbox.files;

import org.jspecify.annotations.NullMarked;
