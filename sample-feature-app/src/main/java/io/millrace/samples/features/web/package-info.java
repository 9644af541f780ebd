/**
 * The service's HTTP ends and its page.
 */
@NullMarked
package io.millrace.samples.features.web;

import org.jspecify.annotations.NullMarked;
