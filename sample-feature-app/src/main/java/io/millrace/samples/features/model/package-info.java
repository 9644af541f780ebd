/**
 * What goes in and what comes out: events, features, popularity.
 */
@NullMarked
package io.millrace.samples.features.model;

import org.jspecify.annotations.NullMarked;
