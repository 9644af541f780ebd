package io.millrace.testkit.internal.memory;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a group answers to a {@link JoinRequest}. Immutable.
 *
 * @param members the subscriptions of all members, for the leader; empty for the others
 */
record JoinAnswer(
        Errors error,
        int generation,
        String memberId,
        String protocol,
        boolean leader,
        Map<String, Subscribed> members) {

    /** What one member joined with. */
    record Subscribed(ByteBuffer subscription, Optional<String> instanceId) {}

    static JoinAnswer refused(Errors error) {
        return new JoinAnswer(error, -1, "", "", false, Map.of());
    }
}
