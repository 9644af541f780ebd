package io.millrace.internal.query;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.state.Lookup;
import io.millrace.internal.state.StoredEntries;
import io.millrace.internal.state.WorkerStores;
import io.millrace.query.Unavailable;
import io.millrace.state.StoreDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one worker is asked, and its reply. Thread-safe; answered once. */
final class Question {

    private final What what;
    private final List<Shard> shards;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    /** {@code shards} are those whose entries are asked for. */
    Question(What what, List<Shard> shards) {
        this.what = what;
        this.shards = List.copyOf(shards);
    }

    /**
     * What is asked. Immutable.
     *
     * @param durable whether as of the last checkpoint
     */
    record What(StoreDefinition<?> store, Lookup lookup, boolean durable, StoredEntries.Limits limits) {}

    /**
     * A worker's reply. Immutable.
     *
     * @param entries by shard, in the order of the question's; none if there is a reason
     * @param refusal why nothing is told; null if something is
     */
    record Reply(List<StoredEntries> entries, @Nullable Unavailable refusal) {

        static Reply refused(Unavailable why) {
            return new Reply(List.of(), why);
        }
    }

    CompletableFuture<Reply> reply() {
        return reply;
    }

    /** Answers by what {@code stores} have. For the worker, between two records. */
    void answer(WorkerStores stores, Ownership ownership) {
        if (reply.isDone()) {
            return; // nobody waits for it any more
        }
        try {
            reply.complete(read(stores, ownership));
        } catch (Throwable thrown) { // it is the asker's, and keeps no record from being processed
            reply.completeExceptionally(thrown);
        }
    }

    private Reply read(WorkerStores stores, Ownership ownership) {
        List<StoredEntries> entries = new ArrayList<>();
        for (Shard shard : shards) {
            StoredEntries found = stores.read(what.store(), shard, what.lookup(), what.durable(), what.limits());
            Optional<Unavailable> refusal = ownership.refusal(shard);
            if (refusal.isPresent()) {
                return Reply.refused(refusal.get());
            }
            if (found == null) {
                return Reply.refused(ownership.changing(shard.partition()));
            }
            entries.add(found);
        }
        return new Reply(entries, null);
    }
}
