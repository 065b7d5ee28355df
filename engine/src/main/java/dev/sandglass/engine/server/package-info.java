/** The engine's HTTP server: who may ask, how errors look, and which requests there are. */
@NullMarked
package dev.sandglass.engine.server;

import org.jspecify.annotations.NullMarked;
