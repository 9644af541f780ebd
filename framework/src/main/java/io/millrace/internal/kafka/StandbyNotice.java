package io.millrace.internal.kafka;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log when this instance begins to stand by for another that has all partitions, and when it takes over.
 *
 * <p>Confined to the source worker.
 */
final class StandbyNotice {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyNotice.class);

    private final String topology;
    private @Nullable String standsByFor;

    StandbyNotice(String topology) {
        this.topology = topology;
    }

    /** Takes which member of the consumer group has everything, and which one is this instance. */
    void told(String owner, String self) {
        String before = standsByFor;
        if (!owner.equals(self)) {
            standsByFor = owner;
            if (!owner.equals(before)) {
                LOG.atInfo()
                        .addKeyValue("millrace.topology", topology)
                        .log(
                                "Topology '{}' stands by for member '{}' of its consumer group, which has all partitions: with"
                                        + " 'shuffle' set to 'local' they have to be in one instance. This one keeps a copy of the"
                                        + " state, and takes over when that one is gone",
                                topology,
                                owner);
            }
        } else if (before != null) {
            standsByFor = null;
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}' takes over all partitions from member '{}', which has left the consumer group or was missed"
                                    + " by it",
                            topology,
                            before);
        }
    }
}
