/**
 * People who walk through a shop, made up.
 */
@NullMarked
package io.millrace.samples.features.generator;

import org.jspecify.annotations.NullMarked;
