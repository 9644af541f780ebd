package io.millrace.spring.view;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;

/**
 * How a topology runs. Immutable.
 *
 * @param trigger the one in force, as properties write it
 */
public record SettingsView(String trigger, Delivery delivery, ShuffleMode shuffle) {

    static SettingsView of(TopologySettings settings) {
        return new SettingsView(settings.trigger().toString(), settings.delivery(), settings.shuffle());
    }
}
