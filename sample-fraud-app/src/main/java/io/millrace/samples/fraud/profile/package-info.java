/**
 * What is known of a card: the state that the topology keeps for each of them.
 */
@NullMarked
package io.millrace.samples.fraud.profile;

import org.jspecify.annotations.NullMarked;
