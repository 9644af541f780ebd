/**
 * Calls to elsewhere that are under way: a queue between the lanes and a worker, in which records wait for their answers while the
 * barriers, openings and times between them keep their places.
 */
@NullMarked
package io.millrace.internal.async;

import org.jspecify.annotations.NullMarked;
