/** API: ready-made aggregations, the immutable values that they keep for each key, and the forms in which these are stored. */
@NullMarked
package io.millrace.aggregation;

import org.jspecify.annotations.NullMarked;
