/**
 * The live console: a page that shows the service's topologies as they run, and the stream of snapshots that it draws. Reads handles and
 * views, changes nothing, and costs nothing while nobody looks.
 */
@NullMarked
package io.millrace.spring.console;

import org.jspecify.annotations.NullMarked;
