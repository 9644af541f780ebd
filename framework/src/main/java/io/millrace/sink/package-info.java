/** Where streams end that do not end in Kafka: what users write to reach other systems, and what it is given. */
@NullMarked
package io.millrace.sink;

import org.jspecify.annotations.NullMarked;
