/** Tests of the build itself: what a contributor runs before any code of the project does. */
@NullMarked
package io.millrace.build;

import org.jspecify.annotations.NullMarked;
