/** Reading and writing JSON trees. Every record maps itself by hand, without reflection. */
@NullMarked
package dev.sandglass.engine.json;

import org.jspecify.annotations.NullMarked;
