/** Where a record's way is defined: {@code TopologyBuilder} builds an immutable {@code Topology} out of named nodes. */
@NullMarked
package io.millrace.topology;

import org.jspecify.annotations.NullMarked;
