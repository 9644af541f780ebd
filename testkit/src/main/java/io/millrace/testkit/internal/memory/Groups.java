package io.millrace.testkit.internal.memory;

import io.millrace.runtime.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** All consumer groups of the cluster. Confined to the test's thread. */
final class Groups {

    private final TimeSource time;
    private final Map<String, ConsumerGroup> groups = new LinkedHashMap<>();

    Groups(TimeSource time) {
        this.time = time;
    }

    /** Returns the group {@code id}, which is made if nobody has asked for it before. */
    ConsumerGroup of(String id) {
        ConsumerGroup group = groups.get(id);
        if (group == null) {
            group = new ConsumerGroup(id, time);
            groups.put(id, group);
        }
        return group;
    }

    void expire(long now) {
        for (ConsumerGroup group : groups.values()) {
            group.expire(now);
        }
    }
}
