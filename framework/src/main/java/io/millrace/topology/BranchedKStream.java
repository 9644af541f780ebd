package io.millrace.topology;

import io.millrace.processor.Predicate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is being split. Each record goes to the first branch whose predicate holds; end with {@link
 * #defaultBranch()} or {@link #noDefaultBranch()}, which return the branches by name.
 *
 * <p>A branch's name is that of the split followed by that of the branch, or by its position from 1 (0 for the default
 * branch). Not thread-safe.
 */
public final class BranchedKStream<K extends @Nullable Object, V extends @Nullable Object> {

    private final KStream<K, V> source;
    private final String prefix;
    private final List<PendingBranch<K, V>> branches = new ArrayList<>();
    private @Nullable PendingBranch<K, V> defaultBranch;
    private boolean ended;

    BranchedKStream(KStream<K, V> source, @Nullable Named named) {
        this.source = source;
        this.prefix = named != null ? named.name() : source.point().node() + "-branch-";
    }

    /** Adds a branch for the records that meet {@code predicate} and none of the branches before. */
    public BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate) {
        return branch(predicate, Branched.unnamed());
    }

    public BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate, Branched<K, V> branched) {
        branches.add(new PendingBranch<>(name(branched, branches.size() + 1), predicate, branched));
        return this;
    }

    /** Ends the split; records that meet no predicate go to a branch of their own. */
    public Map<String, KStream<K, V>> defaultBranch() {
        return defaultBranch(Branched.unnamed());
    }

    public Map<String, KStream<K, V>> defaultBranch(Branched<K, V> branched) {
        defaultBranch = new PendingBranch<>(name(branched, 0), (key, value) -> true, branched);
        return end();
    }

    /** Ends the split; records that meet no predicate are dropped. */
    public Map<String, KStream<K, V>> noDefaultBranch() {
        return end();
    }

    private Map<String, KStream<K, V>> end() {
        if (ended) {
            throw new IllegalStateException("The split '%s' was ended before; a split ends once".formatted(prefix));
        }
        ended = true;
        List<PendingBranch<K, V>> all = new ArrayList<>(branches);
        if (defaultBranch != null) {
            all.add(defaultBranch);
        }
        String split = addSplit();
        Map<String, KStream<K, V>> streams = new LinkedHashMap<>();
        for (PendingBranch<K, V> branch : all) {
            KStream<K, V> stream = addBranch(split, branch.name());
            if (branch.branched().continuation != null) {
                branch.branched().continuation.accept(stream);
            } else {
                streams.put(branch.name(), stream);
            }
        }
        return streams;
    }

    private String addSplit() {
        List<Operations.Branch<K, V>> choices = branches.stream()
                .map(branch -> new Operations.Branch<K, V>(branch.predicate(), branch.name()))
                .toList();
        String otherwise = defaultBranch == null ? null : defaultBranch.name();
        StreamPoint<K, V> point = source.point();
        return point.graph()
                .addEnd(
                        null,
                        "split",
                        name -> new Node.Operator(
                                name, "split", List.of(point.node()), Operations.split(choices, otherwise)));
    }

    private KStream<K, V> addBranch(String split, String branchName) {
        return source.at(source.point()
                .graph()
                .addEnd(
                        branchName,
                        "branch",
                        name -> new Node.Operator(name, "branch", List.of(split), Operations.pass())));
    }

    private String name(Branched<K, V> branched, int position) {
        return prefix + (branched.name != null ? branched.name : position);
    }

    private record PendingBranch<K extends @Nullable Object, V extends @Nullable Object>(
            String name, Predicate<? super K, ? super V> predicate, Branched<K, V> branched) {}
}
