/** Tests of the auto-configuration and of what it makes. */
@NullMarked
package io.millrace.spring;

import org.jspecify.annotations.NullMarked;
