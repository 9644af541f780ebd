@NullMarked
package io.millrace.spring.console;

import org.jspecify.annotations.NullMarked;
