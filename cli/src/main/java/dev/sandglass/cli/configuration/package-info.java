/**
 * What a person has set once instead of saying it in every command: {@code config.yaml}, its keys,
 * and the environment variables that go before it.
 */
@NullMarked
package dev.sandglass.cli.configuration;

import org.jspecify.annotations.NullMarked;
