package io.millrace.samples.features.stats;

import io.millrace.samples.features.kafka.FeatureObserver;
import io.millrace.samples.features.model.UserFeatures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The users that did something last, to choose from.
 *
 * <p>Thread-safe.
 */
@Component
public final class ActiveUsers implements FeatureObserver {
    public static final int KEPT = 200;

    private final Set<String> users = new LinkedHashSet<>();

    @Override
    public synchronized void featuresRead(UserFeatures features, @Nullable Instant sent, Instant readAt) {
        if (sent == null) {
            return;
        }
        users.remove(features.user());
        users.add(features.user());
        if (users.size() > KEPT) {
            users.remove(users.iterator().next());
        }
    }

    /** Returns at most {@code most} users, the one that did something last before the others. */
    public synchronized List<String> newest(int most) {
        List<String> newest = new ArrayList<>(users);
        Collections.reverse(newest);
        return List.copyOf(newest.subList(0, Math.min(most, newest.size())));
    }
}
