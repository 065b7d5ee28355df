/** What is generated from the model of the commands and keys: completions and documents. */
@NullMarked
package dev.sandglass.cli.reference;

import org.jspecify.annotations.NullMarked;
