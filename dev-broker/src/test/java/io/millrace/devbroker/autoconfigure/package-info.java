/** Tests of the development broker inside a Spring Boot service. */
@org.jspecify.annotations.NullMarked
package io.millrace.devbroker.autoconfigure;
