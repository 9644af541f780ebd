/**
 * Tests of whole services against a real Kafka, which is started once for all tests of a run: the annotation that asks for it,
 * and what a test sends, reads and waits for with it. It stands outside of the service, where its users' systems stand.
 */
@NullMarked
package io.millrace.testkit.kafka;

import org.jspecify.annotations.NullMarked;
