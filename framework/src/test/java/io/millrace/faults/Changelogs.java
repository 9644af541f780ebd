package io.millrace.faults;

import io.millrace.support.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the changelogs of a topology hold. */
record Changelogs(Scene scene, String topology) {

    /** Returns the names of the stores that have a changelog and begin with {@code prefix}. */
    List<String> stores(String prefix) {
        String start = "%s-%s-".formatted(scene.application(), topology);
        try {
            return scene.cluster().admin().listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(start + prefix) && topic.endsWith("-changelog"))
                    .map(topic -> topic.substring(start.length(), topic.length() - "-changelog".length()))
                    .sorted()
                    .toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the committed values of {@code store} by key. */
    Map<String, String> read(String store) {
        String topic = "%s-%s-%s-changelog".formatted(scene.application(), topology, store);
        Map<String, String> state = new HashMap<>();
        try (TopicReader reader = new TopicReader(scene.cluster(), topic)) {
            reader.values();
            for (ConsumerRecord<String, String> change : reader.allRecords()) {
                if (!change.key().startsWith("\0")) { // a marker
                    state.put(change.key(), change.value());
                }
            }
        }
        return state;
    }
}
