package io.millrace.spring.view;

import java.util.OptionalLong;

/**
 * A partition that is assigned to this instance. Immutable.
 *
 * @param restoring whether it is not read yet, because state is restored first
 * @param position the offset of the next record to read, as the last checkpoint has it; empty before the first one
 * @param lag how many records were left to read then, as far as Kafka had told
 */
public record PartitionView(String topic, int partition, boolean restoring, OptionalLong position, OptionalLong lag) {}
