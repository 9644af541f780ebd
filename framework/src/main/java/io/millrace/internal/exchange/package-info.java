/** How records get from worker to worker: lanes, each a ring between two workers. The only user of the Disruptor. */
@NullMarked
package io.millrace.internal.exchange;

import org.jspecify.annotations.NullMarked;
