package io.millrace.testkit.internal.memory;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A consumer's wish to be a member of a group. Immutable.
 *
 * @param clientId how the id begins that it is given
 * @param memberId empty for a new member
 * @param instanceId that of a static member
 * @param sessionTimeout in nanoseconds, as is the next
 * @param protocols the subscription for each assignor, those it prefers first
 */
record JoinRequest(
        String clientId,
        String memberId,
        Optional<String> instanceId,
        long sessionTimeout,
        long rebalanceTimeout,
        Map<String, ByteBuffer> protocols) {

    /** Returns this of the member {@code id}, with its subscriptions. */
    JoinRequest of(String id, Map<String, ByteBuffer> subscriptions) {
        return new JoinRequest(clientId, id, instanceId, sessionTimeout, rebalanceTimeout, subscriptions);
    }
}
