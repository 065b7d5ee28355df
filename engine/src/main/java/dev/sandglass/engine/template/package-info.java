/**
 * Root file systems from outside: directories, tarballs and container images become layers that
 * sandboxes are made of. What is read is not trusted; it is checked completely before anything is
 * kept, and nothing of it is ever run or resolved on the host.
 */
@NullMarked
package dev.sandglass.engine.template;

import org.jspecify.annotations.NullMarked;
