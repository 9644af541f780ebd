/** Spring Boot's side of Millrace: makes the engine out of the service's beans and properties, starts, watches and stops it. */
@NullMarked
package io.millrace.spring;

import org.jspecify.annotations.NullMarked;
