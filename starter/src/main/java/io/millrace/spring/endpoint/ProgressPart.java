package io.millrace.spring.endpoint;

import io.millrace.spring.view.CheckpointView;
import io.millrace.spring.view.EpochView;
import io.millrace.spring.view.InputView;
import io.millrace.spring.view.TimeView;
import io.millrace.spring.view.TopologyView;
import java.util.List;

/** How far a topology has come. Immutable. */
public record ProgressPart(CheckpointView checkpoint, InputView input, TimeView time, List<EpochView> epochs) {

    public ProgressPart {
        epochs = List.copyOf(epochs);
    }

    static ProgressPart of(TopologyView view) {
        return new ProgressPart(view.checkpoint(), view.input(), view.time(), view.epochs());
    }
}
