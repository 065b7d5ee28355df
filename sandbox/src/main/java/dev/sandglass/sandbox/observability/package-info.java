/** What users see of this client in their own observability: spans, metrics, and their context. */
@NullMarked
package dev.sandglass.sandbox.observability;

import org.jspecify.annotations.NullMarked;
