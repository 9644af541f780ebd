/** The examples of docs/testing.md, each a test. */
@NullMarked
package io.millrace.testkit.docs;

import org.jspecify.annotations.NullMarked;
