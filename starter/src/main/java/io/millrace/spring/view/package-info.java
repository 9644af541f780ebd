/**
 * What topologies look like from outside: immutable views for the actuator's endpoint and the console, made from a topology's handle and a
 * history that listens. They hold nothing of a record.
 */
@NullMarked
package io.millrace.spring.view;

import org.jspecify.annotations.NullMarked;
