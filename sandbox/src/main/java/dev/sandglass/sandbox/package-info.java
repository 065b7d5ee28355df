/** The client API: sandboxes, what can be done with them, and the providers behind them. */
@NullMarked
package dev.sandglass.sandbox;

import org.jspecify.annotations.NullMarked;
