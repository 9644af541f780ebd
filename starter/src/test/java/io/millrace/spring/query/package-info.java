@NullMarked
package io.millrace.spring.query;

import org.jspecify.annotations.NullMarked;
