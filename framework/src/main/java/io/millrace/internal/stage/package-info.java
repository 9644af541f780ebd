/** Workers and the operators they run: between the lanes that bring records and the writer that takes outputs. */
@NullMarked
package io.millrace.internal.stage;

import org.jspecify.annotations.NullMarked;
