/**
 * Running commands and code in sandboxes: execd's commands, sessions, code contexts, terminals and
 * metrics, and Sandglass's own exec WebSocket, background commands, logs and process list.
 *
 * <p>What is bounded: {@value dev.sandglass.engine.execution.Admission#PER_ENGINE} executions at
 * once in an engine and {@value dev.sandglass.engine.execution.Admission#PER_SANDBOX} in a sandbox
 * (429 beyond), 64 bash sessions, 32 code contexts and 64 terminals in a sandbox, 64 MiB of each
 * output of a background command (later output is dropped and the command does not notice), 200
 * ended background commands and the status of 1,000 ended foreground commands in a sandbox.
 */
@NullMarked
package dev.sandglass.engine.execution;

import org.jspecify.annotations.NullMarked;
