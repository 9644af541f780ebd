package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.StateSettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A service without RocksDB: its classes are loaded here by a loader that knows none of RocksDB's. */
class MissingLibraryTest {

    @Test
    void aStoreOnDiskIsRefused() throws ReflectiveOperationException {
        assertThat(startOf("diskStore"))
                .hasToString(
                        "io.millrace.errors.MissingLibraryException: Store 'limits' is of type ROCKS_DB, but"
                                + " 'org.rocksdb:rocksdbjni' is not on the class path. Add this dependency to the service, or keep the"
                                + " store IN_MEMORY (StoreDefinition.withStoreType, or 'millrace.state.store-type' for all stores).");
    }

    @Test
    void aStoreInMemoryNeedsNothing() throws ReflectiveOperationException {
        assertThat(startOf("memoryStore")).isNull();
    }

    private static @Nullable Throwable startOf(String store) throws ReflectiveOperationException {
        Method start = new WithoutRocks().loadClass(Starts.class.getName()).getDeclaredMethod(store);
        start.setAccessible(true);
        try {
            start.invoke(null);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    /** What is run behind the loader. */
    static final class Starts {

        private Starts() {}

        static void diskStore() {
            start(StoreType.ROCKS_DB);
        }

        static void memoryStore() {
            start(StoreType.IN_MEMORY);
        }

        private static void start(StoreType type) {
            StoreDefinition<KeyValueStore<String, String>> limits =
                    Stores.keyValue("limits", Serdes.String(), Serdes.String());
            StateSettings settings = StateSettings.defaults().withStoreType(type);
            SteppedStores stores = new SteppedStores(settings, new ManualTime(), new Changelog(), 1, limits);
            stores.view(limits).put("ada", "10");
            stores.checkpoint();
            stores.close();
        }
    }

    /** Loads Millrace's classes anew and none of RocksDB's. */
    private static final class WithoutRocks extends ClassLoader {

        WithoutRocks() {
            super(MissingLibraryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.rocksdb.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.millrace.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
