/** Where keyed state lives: the tables behind the stores, what changed in them during an epoch, and how they are loaded. */
@NullMarked
package io.millrace.internal.state;

import org.jspecify.annotations.NullMarked;
