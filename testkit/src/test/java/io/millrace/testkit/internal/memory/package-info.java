@NullMarked
package io.millrace.testkit.internal.memory;

import org.jspecify.annotations.NullMarked;
