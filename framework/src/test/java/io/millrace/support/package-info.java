/** What integration tests of the engine share: one broker, and a foreign client to it. */
@NullMarked
package io.millrace.support;

import org.jspecify.annotations.NullMarked;
