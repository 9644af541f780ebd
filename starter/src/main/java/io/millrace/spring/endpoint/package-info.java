/** The actuator's endpoint 'millrace': shows topologies as JSON, and has them do something where that is enabled. */
@NullMarked
package io.millrace.spring.endpoint;

import org.jspecify.annotations.NullMarked;
