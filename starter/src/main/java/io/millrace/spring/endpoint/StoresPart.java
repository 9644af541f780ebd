package io.millrace.spring.endpoint;

import io.millrace.runtime.StoreMetrics;
import io.millrace.spring.view.RestoreView;
import java.util.List;

/** What this instance has of a topology's stores, and what is restored of them now. Immutable. */
public record StoresPart(List<StoreMetrics> stores, List<RestoreView> restores) {

    public StoresPart {
        stores = List.copyOf(stores);
        restores = List.copyOf(restores);
    }
}
