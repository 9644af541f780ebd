package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A shard whose state is loaded, and where each of its inputs goes on. Immutable. */
record RestoredShard(Shard shard, Map<TopicPartition, StartPositions.Start> starts) {

    RestoredShard {
        starts = Collections.unmodifiableMap(new LinkedHashMap<>(starts));
    }
}
