/**
 * Connects the application context of a Spring Boot test to the shared Kafka. Spring finds it by {@code spring.factories};
 * nothing else refers to it.
 */
@NullMarked
package io.millrace.testkit.internal.spring;

import org.jspecify.annotations.NullMarked;
