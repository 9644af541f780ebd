@NullMarked
package io.millrace.testkit.internal.kafka;

import org.jspecify.annotations.NullMarked;
