/** What is known of sandboxes, over HTTP. */
@NullMarked
package dev.sandglass.engine.observability.api;

import org.jspecify.annotations.NullMarked;
