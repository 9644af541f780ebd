package io.millrace.internal.kafka;

/**
 * The changelog of one store as the cluster has it. Immutable.
 *
 * @param maxRecordBytes the largest record that it takes from us, all overhead included
 */
record ChangelogTopic(String store, String name, int maxRecordBytes) {}
