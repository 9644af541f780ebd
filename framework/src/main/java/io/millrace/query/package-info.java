/** What is asked of a running topology's state from outside, and how it answers. */
@NullMarked
package io.millrace.query;

import org.jspecify.annotations.NullMarked;
