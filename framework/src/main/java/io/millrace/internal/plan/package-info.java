/** Turns a topology into a plan, before anything runs: which nodes form a stage, how many workers it has, which stages are joined. */
@NullMarked
package io.millrace.internal.plan;

import org.jspecify.annotations.NullMarked;
