/** The one way by which requests leave this module. */
@NullMarked
package dev.sandglass.sandbox.http;

import org.jspecify.annotations.NullMarked;
