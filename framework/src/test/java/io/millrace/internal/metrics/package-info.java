@NullMarked
package io.millrace.internal.metrics;

import org.jspecify.annotations.NullMarked;
