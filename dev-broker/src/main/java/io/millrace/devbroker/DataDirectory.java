package io.millrace.devbroker;

import java.nio.file.Path;

/** Where one broker keeps its topics while it runs, and what becomes of them afterwards. */
sealed interface DataDirectory permits KeptData, TemporaryData {

    /** Claims the directory that {@code settings} name, or a temporary one. */
    static DataDirectory claim(DevBrokerSettings settings) {
        return settings.dataDirectory().<DataDirectory>map(KeptData::claim).orElseGet(TemporaryData::create);
    }

    /** The directory, which exists. */
    Path path();

    /** Gives the directory up, once the broker has stopped. */
    void release();
}
