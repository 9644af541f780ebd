/** API: the stores that keep a topology's keyed state, and how they are declared. */
@NullMarked
package io.millrace.state;

import org.jspecify.annotations.NullMarked;
