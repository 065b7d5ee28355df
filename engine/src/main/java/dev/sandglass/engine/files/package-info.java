/**
 * Files and directories of a sandbox over HTTP.
 *
 * <p>The engine never opens a path of a sandbox itself: code in the sandbox could make it a link to
 * a file of the host at any moment. Programs of the host do the work inside the sandbox's mount
 * namespace, where the kernel confines every path. They are driven by the shell functions in {@code
 * files.sh}, through one process per sandbox that stays warm for small operations, or a process of
 * its own for streams.
 */
@NullMarked
package dev.sandglass.engine.files;

import org.jspecify.annotations.NullMarked;
