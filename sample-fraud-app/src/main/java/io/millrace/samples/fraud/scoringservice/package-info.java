/**
 * A small scoring service, as another team might run one: nobody else in here knows its model, and what scores go into the topology comes
 * through HTTP. It can be made slow or broken, to see what becomes of the payments.
 */
@NullMarked
package io.millrace.samples.fraud.scoringservice;

import org.jspecify.annotations.NullMarked;
