@NullMarked
package io.millrace.testkit.internal.spring;

import org.jspecify.annotations.NullMarked;
