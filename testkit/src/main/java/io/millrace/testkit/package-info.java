/** The test kit for users: topologies run on the caller's thread with a clock of the test, or against a broker of the test. */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
