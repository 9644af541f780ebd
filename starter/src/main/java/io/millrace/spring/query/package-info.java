/** Questions about state between the instances of a service, by HTTP: who asks, who answers, and how they are set. */
@NullMarked
package io.millrace.spring.query;

import org.jspecify.annotations.NullMarked;
