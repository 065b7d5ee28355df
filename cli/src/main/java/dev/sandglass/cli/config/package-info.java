/** Settings: the configuration file, and what flags and environment put above it. */
@NullMarked
package dev.sandglass.cli.config;

import org.jspecify.annotations.NullMarked;
