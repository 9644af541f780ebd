/**
 * What the pages of all samples need: headers, bounds, and streams of events to browsers.
 */
@NullMarked
package io.millrace.samples.common.web;

import org.jspecify.annotations.NullMarked;
