package io.millrace.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A service that topologies call. It answers when the schedule says so, in any order, and now and then it fails or never answers. Calls
 * of processes that have ended go on there. Confined to the simulation's thread.
 */
final class Elsewhere {

    private final Random random;
    private final List<Runnable> open = new ArrayList<>();

    Elsewhere(long seed) {
        this.random = new Random(seed * 0xD1342543DE82EF95L + 1);
    }

    /** Returns less than {@code bound}, for what is made up of calls. */
    int choose(int bound) {
        return random.nextInt(bound);
    }

    /** Begins a call that is answered with {@code answer} later. */
    <T> CompletableFuture<T> call(T answer) {
        CompletableFuture<T> future = new CompletableFuture<>();
        open.add(() -> end(future, answer));
        return future;
    }

    /** Returns how many calls are under way. */
    int pending() {
        return open.size();
    }

    /** Ends a call. */
    void end(int index) {
        open.remove(index).run();
    }

    private <T> void end(CompletableFuture<T> future, T answer) {
        int pick = random.nextInt(20);
        if (pick == 0) {
            future.completeExceptionally(new IllegalStateException("There is no answer now"));
        } else if (pick > 1) {
            future.complete(answer);
        }
    }
}
