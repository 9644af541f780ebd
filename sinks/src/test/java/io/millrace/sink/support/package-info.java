/** Real servers for tests, and topologies that write to them. */
@NullMarked
package io.millrace.sink.support;

import org.jspecify.annotations.NullMarked;
