/**
 * What the service speaks of: payments that come in, and alerts that go out.
 */
@NullMarked
package io.millrace.samples.fraud.model;

import org.jspecify.annotations.NullMarked;
