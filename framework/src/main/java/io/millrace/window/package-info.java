/** API: windows of event time, which of them a record belongs to, and when their results are told. */
@NullMarked
package io.millrace.window;

import org.jspecify.annotations.NullMarked;
