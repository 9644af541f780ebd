/** The exceptions that users see, named after what happened and grouped by the reaction they need. */
@NullMarked
package io.millrace.errors;

import org.jspecify.annotations.NullMarked;
