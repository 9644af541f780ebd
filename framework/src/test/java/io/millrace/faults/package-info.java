/** Tests that break what a service must survive: processes are killed and stopped, brokers go away. */
@NullMarked
package io.millrace.faults;

import org.jspecify.annotations.NullMarked;
