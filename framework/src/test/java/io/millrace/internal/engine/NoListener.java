package io.millrace.internal.engine;

import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.RestoreProgress;
import java.util.Set;

/** Wants to know nothing. */
final class NoListener implements RunListener {

    @Override
    public void epochCommitted(EpochProgress progress) {}

    @Override
    public void assignmentChanged(Set<SourcePartition> partitions) {}

    @Override
    public void restoreProgress(RestoreProgress progress) {}
}
