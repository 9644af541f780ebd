/**
 * Makes features of what users do in a shop: the {@code events} topic in, the {@code user-features} and {@code item-popularity} topics out, and
 * both over HTTP. {@link io.millrace.samples.features.FeatureTopology} is the way between them.
 */
@NullMarked
package io.millrace.samples.features;

import org.jspecify.annotations.NullMarked;
