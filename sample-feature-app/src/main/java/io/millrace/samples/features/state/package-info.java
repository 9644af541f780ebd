/**
 * What is remembered of users and items, and what it tells: plain, immutable classes.
 */
@NullMarked
package io.millrace.samples.features.state;

import org.jspecify.annotations.NullMarked;
