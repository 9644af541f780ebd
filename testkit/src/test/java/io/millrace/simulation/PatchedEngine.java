package io.millrace.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Loads the engine, the in-memory Kafka and the simulation a second time, some classes of them changed. So faults can be put into
 * the engine without a switch in it.
 */
final class PatchedEngine extends ClassLoader {

    private static final String OURS = "io.millrace.";

    private final Map<String, Patch> patches = new HashMap<>();
    private final ClassFileLocator files;

    PatchedEngine(List<Patch> patches) {
        super(PatchedEngine.class.getClassLoader());
        patches.forEach(patch -> this.patches.merge(
                patch.className(),
                patch,
                (some, other) -> new Patch(patch.className(), builder -> other.change()
                        .apply(some.change().apply(builder)))));
        this.files = ClassFileLocator.ForClassLoader.of(getParent());
    }

    /** Returns what runs the schedule of a seed in this engine and gives its failure, or null if there is none. */
    @SuppressWarnings("unchecked") // it is this very class, loaded again
    LongFunction<@Nullable String> simulation() {
        try {
            return (LongFunction<@Nullable String>) loadClass(SimulationProbe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The simulation can't be loaded again", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            Patch patch = patches.get(name);
            byte[] bytes = patch == null ? file(name) : patched(patch);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Returns whether the patches make any difference to the class of this name: a method that is gone makes none. */
    boolean differs(String name) {
        try {
            Patch unchanged = new Patch(name, builder -> builder);
            Patch patch = patches.getOrDefault(name, unchanged);
            return !Arrays.equals(patched(patch), patched(unchanged));
        } catch (RuntimeException e) {
            throw new IllegalStateException("The patch does not fit class '%s'".formatted(name), e);
        }
    }

    private byte[] file(String name) throws IOException, ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        }
    }

    private byte[] patched(Patch patch) {
        TypePool types = TypePool.Default.of(files);
        DynamicType.Builder<?> builder =
                new ByteBuddy().redefine(types.describe(patch.className()).resolve(), files);
        return patch.change().apply(builder).make(types).getBytes();
    }
}
