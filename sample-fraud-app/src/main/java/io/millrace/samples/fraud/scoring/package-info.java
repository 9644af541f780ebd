/**
 * Asks a scoring service about payments, over HTTP. Behind the rules: only alerts wait for its answers, nothing that is remembered does.
 */
@NullMarked
package io.millrace.samples.fraud.scoring;

import org.jspecify.annotations.NullMarked;
