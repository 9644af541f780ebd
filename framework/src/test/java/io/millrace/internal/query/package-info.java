/** Tests of how questions get to workers. */
@NullMarked
package io.millrace.internal.query;

import org.jspecify.annotations.NullMarked;
