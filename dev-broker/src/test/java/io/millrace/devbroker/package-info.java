/** Tests of the development broker, mostly against a real one. */
@org.jspecify.annotations.NullMarked
package io.millrace.devbroker;
