@NullMarked
package io.millrace.internal.async;

import org.jspecify.annotations.NullMarked;
