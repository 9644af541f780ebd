/** What user code implements and what it sees while a record passes: the record, its origin, and the way onward. */
@NullMarked
package io.millrace.processor;

import org.jspecify.annotations.NullMarked;
