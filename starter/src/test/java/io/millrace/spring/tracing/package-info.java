@NullMarked
package io.millrace.spring.tracing;

import org.jspecify.annotations.NullMarked;
