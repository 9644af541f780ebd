/** Ends streams in PostgreSQL: each batch is a transaction, which also keeps how far its records have come. */
@NullMarked
package io.millrace.sink.jdbc;

import org.jspecify.annotations.NullMarked;
