package io.millrace.internal.engine;

import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.RestoreProgress;
import java.util.Set;

/** Is told what one run does, on its poll thread, which waits for it. */
interface RunListener {

    void epochCommitted(EpochProgress progress);

    /** The run owns {@code partitions} from now on, and no others. */
    void assignmentChanged(Set<SourcePartition> partitions);

    void restoreProgress(RestoreProgress progress);
}
