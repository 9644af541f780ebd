package io.millrace.internal.state;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Routing;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.state.StoreDefinition;

/**
 * How the keys that come to a stage are grouped: lanes, tables and output ids go by the same groups. Immutable.
 *
 * @param group the consumer group
 */
public record StageKeys(Plan plan, String group) {

    /** Returns groups that mean the same in all processes where outputs name them, and cheap ones elsewhere. */
    public KeyGroups of(StagePlan stage) {
        if (stage.routing() == Routing.BY_PARTITION || !plan.writesOutputIds(stage)) {
            return KeyGroups.IN_THIS_PROCESS;
        }
        StoreDefinition<?> store = stage.stores().get(0); // all are by the record's key
        return KeyGroups.everywhere(StoreFormat.plainKeys(store, StorePlan.changelog(group, store.name()))::bytes);
    }
}
