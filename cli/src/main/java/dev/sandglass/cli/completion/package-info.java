/** What shells ask while somebody presses TAB: names that only {@code sand} knows. */
@NullMarked
package dev.sandglass.cli.completion;

import org.jspecify.annotations.NullMarked;
