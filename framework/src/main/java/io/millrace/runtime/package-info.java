/** A running topology as its owner sees it: settings, life cycle, and progress by the epoch. */
@NullMarked
package io.millrace.runtime;

import org.jspecify.annotations.NullMarked;
