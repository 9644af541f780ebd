/** How views are made. */
@NullMarked
package io.millrace.spring.view;

import org.jspecify.annotations.NullMarked;
