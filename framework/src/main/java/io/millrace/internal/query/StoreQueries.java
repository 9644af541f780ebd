package io.millrace.internal.query;

import io.millrace.errors.StoreSerdeException;
import io.millrace.internal.plan.NearestName;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.query.Answer;
import io.millrace.query.AsOf;
import io.millrace.query.OtherInstances;
import io.millrace.query.StoreQuery;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.StoreType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes what asks the stores of a topology, through all of its runs. Immutable.
 *
 * @param group the consumer group
 * @param topologySettings those in force
 * @param desk that of the run at the moment, if there is one
 * @param answers runs what makes answers of workers' replies, and what follows on it
 */
public record StoreQueries(
        Plan plan,
        String group,
        Supplier<TopologySettings> topologySettings,
        Supplier<Optional<QueryDesk>> desk,
        Executor answers) {

    QuerySettings settings() {
        return topologySettings.get().queries();
    }

    /** Returns the type of stores that say nothing of it. */
    StoreType storeType() {
        return topologySettings.get().state().storeType();
    }

    /**
     * Returns what asks {@code store}; {@code others} is asked for what this instance does not have, null for nobody.
     *
     * @throws IllegalArgumentException if there is no such store
     * @throws IllegalStateException if nobody may ask
     */
    public <K, V> StoreQuery<K, V> of(String store, @Nullable OtherInstances others) {
        return new RoutedQuery<>(this, find(store), AsOf.NOW, Set.of(), others);
    }

    /**
     * Answers what another instance asks of {@code store}.
     *
     * @throws IllegalArgumentException if there is no such store, or these bytes are no question about it
     * @throws IllegalStateException if nobody may ask
     */
    public CompletionStage<Answer<byte[]>> answer(String store, byte[] question) {
        PassedQuestion passed = PassedQuestion.read(question);
        QueriedStore found = find(store);
        return new RoutedQuery<Object, Object>(this, found, passed.asOf(), Set.of(passed.shard()), null)
                .stored(key(found, passed.key()))
                .thenApply(answer -> answer.map(PassedEntries::bytes));
    }

    private static Object key(QueriedStore store, byte[] key) {
        try {
            return store.format().key(key);
        } catch (StoreSerdeException e) {
            throw new IllegalArgumentException(
                    "%d bytes are no key of store '%s'".formatted(key.length, store.name()), e);
        }
    }

    private QueriedStore find(String store) {
        if (!settings().enabled()) {
            throw new IllegalStateException(
                    "The state of topology '%s' may not be asked for. Allow it with TopologySettings.withQueries(QuerySettings.defaults()), or 'millrace.queries.enabled'"
                            .formatted(plan.topology()));
        }
        List<String> names = plan.stores().stream().map(StorePlan::name).toList();
        StorePlan found = plan.stores().stream()
                .filter(known -> known.name().equals(store))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Topology '%s' has no store '%s'. %s"
                        .formatted(plan.topology(), store, NearestName.suggest(store, names))));
        return QueriedStore.of(plan.topology(), group, found);
    }
}
