package io.millrace.internal.kafka;

import io.millrace.errors.UnusableDeadLetterTopicException;
import io.millrace.internal.plan.Plan;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Creates the topic of a topology's dead letters before it starts, if there may be any and it is missing. It is as the cluster makes
 * topics of which nothing is said. Immutable.
 */
record DeadLetterCheck(Plan plan, KafkaAnswers answers) {

    /**
     * Asks the cluster and waits for it.
     *
     * @throws io.millrace.errors.BrokerUnavailableException if the cluster does not answer in time
     * @throws UnusableDeadLetterTopicException if it can't be created
     */
    void run(Admin admin) {
        plan.deadLetters().ifPresent(letters -> new TopicCreation(plan.topology(), new TopicLookup(admin, answers))
                .createMissing(List.of(new Wanted(plan.topology(), letters.topic()))));
    }

    /** The topic as it has to be. */
    private record Wanted(String topology, String topic) implements WantedTopic {

        @Override
        public NewTopic toCreate() {
            return new NewTopic(topic, Optional.empty(), Optional.empty());
        }

        @Override
        public UnusableDeadLetterTopicException notCreated(String reason) {
            return new UnusableDeadLetterTopicException(
                    topology,
                    topic,
                    "it does not exist, and can't be created (%s)".formatted(reason),
                    "Create it, or mend what Kafka complains of, or name another by 'millrace.errors.dead-letter.topic'"
                            + " (ErrorSettings.withDeadLetterTopic).");
        }
    }
}
