/** Ends streams in Redis: each batch is a script, which also keeps how far its records have come. */
@NullMarked
package io.millrace.sink.redis;

import org.jspecify.annotations.NullMarked;
