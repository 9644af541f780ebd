package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatchedEngineTest {

    @ParameterizedTest
    @EnumSource(SeededFault.class)
    void eachPatchFitsTheClassThatItIsFor(SeededFault fault) throws ReflectiveOperationException {
        PatchedEngine engine = new PatchedEngine(fault.patches());

        for (Patch patch : fault.patches()) {
            Class<?> patched = Class.forName(patch.className(), true, engine);
            assertThat(patched.getClassLoader()).isSameAs(engine);
            assertThat(engine.differs(patch.className()))
                    .as("%s is changed", patch.className())
                    .isTrue();
        }
    }
}
