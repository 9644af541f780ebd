/**
 * What a browser and curl see: payments in, alerts and numbers out.
 */
@NullMarked
package io.millrace.samples.fraud.web;

import org.jspecify.annotations.NullMarked;
