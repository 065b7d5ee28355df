/**
 * What the outputs of commands and the life of sandboxes say, as log records: bounded in lines and
 * bytes, since code in sandboxes writes as much as it likes.
 */
@NullMarked
package dev.sandglass.engine.observability.logs;

import org.jspecify.annotations.NullMarked;
