package io.millrace.internal.async;

import io.millrace.internal.epoch.PartitionAssignment;

/** Where time is told of: what a lane brings of a partition. Immutable. */
record Place(int lane, PartitionAssignment assignment) {}
