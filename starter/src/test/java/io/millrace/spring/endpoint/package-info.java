/** The actuator's endpoint behind Spring Security. */
@NullMarked
package io.millrace.spring.endpoint;

import org.jspecify.annotations.NullMarked;
