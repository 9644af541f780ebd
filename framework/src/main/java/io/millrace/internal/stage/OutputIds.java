package io.millrace.internal.stage;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.plan.Routing;
import io.millrace.processor.OutputId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Gives the outputs of one sink their ids. Confined to the worker. */
final class OutputIds {

    private final Ordinals ordinals;
    private final KeyGroups groups;
    private final Routing routing;
    private final CurrentRecord current;
    private @Nullable Object lastKey;
    private short lastGroup = OutputId.Channel.NO_KEY_GROUP;

    /**
     * @param groups of the keys that come to the sink's stage
     * @param routing how records come there
     */
    OutputIds(Ordinals ordinals, KeyGroups groups, Routing routing, CurrentRecord current) {
        this.ordinals = ordinals;
        this.groups = groups;
        this.routing = routing;
        this.current = current;
    }

    /** Returns what stands for the sink {@code node} of consumer group {@code group}, the same in all processes and runs. */
    static int writer(String group, String node) {
        CRC32 crc = new CRC32();
        crc.update((group + "/" + node).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** Returns what is in {@code headers}, and the id of the next output that the current record gives rise to. */
    List<Header> stamped(Headers headers) {
        List<Header> stamped = new ArrayList<>();
        for (Header header : headers.toArray()) {
            if (!header.key().equals(OutputId.HEADER)) { // user code can't have made one that is right
                stamped.add(header);
            }
        }
        stamped.add(new RecordHeader(OutputId.HEADER, next().bytes()));
        return Collections.unmodifiableList(stamped);
    }

    /** Returns the id of the next output that the current record gives rise to. */
    OutputId next() {
        return ordinals.next(current.origin(), keyGroup());
    }

    void forget(PartitionAssignment assignment) {
        ordinals.forget(assignment);
    }

    private short keyGroup() {
        @Nullable Object key = current.entryKey();
        if (routing == Routing.BY_PARTITION || key == null) {
            return OutputId.Channel.NO_KEY_GROUP;
        }
        if (key != lastKey) { // a record may give several outputs, and a group may need the key's bytes
            lastKey = key;
            lastGroup = (short) groups.group(key);
        }
        return lastGroup;
    }
}
