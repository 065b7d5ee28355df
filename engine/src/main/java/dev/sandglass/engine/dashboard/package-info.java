/**
 * The dashboard: a page that shows sandboxes and what is recorded of them, for browsers of this
 * machine that were let in by a one-time token.
 */
@NullMarked
package dev.sandglass.engine.dashboard;

import org.jspecify.annotations.NullMarked;
