package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstancesTest {

    private static final ByteBuffer NOTE = ByteBuffer.wrap(new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 0});

    private final Instances instances = new Instances(Map.of(
            "one:8080",
            Set.of(new ShardKey("cards", 0), new ShardKey("cards", 2)),
            "two:8080",
            Set.of(new ShardKey("cards", 1))));

    @Test
    void theyComeBackWithTheNote() {
        Instances.Opened opened = Instances.open(instances.around(NOTE.duplicate()));

        assertThat(opened.instances()).isEqualTo(instances);
        assertThat(opened.note()).isEqualTo(NOTE);
    }

    @Test
    void theyComeBackWithoutANote() {
        Instances.Opened opened = Instances.open(instances.around(null));

        assertThat(opened.instances()).isEqualTo(instances);
        assertThat(opened.note()).isNull();
    }

    @Test
    void whereThereAreNoneTheNoteStaysAsItIs() {
        assertThat(Instances.NONE.around(NOTE)).isSameAs(NOTE);
        assertThat(Instances.open(NOTE)).isEqualTo(new Instances.Opened(Instances.NONE, NOTE));
    }

    @Test
    void aShardIsFoundByItsGroupAndNumber() {
        assertThat(instances.byGroup()).isEqualTo(Map.of("cards", Map.of(0, "one:8080", 1, "two:8080", 2, "one:8080")));
    }

    @Test
    void aBrokenEnvelopeIsAsGoodAsNone() {
        ByteBuffer whole = Objects.requireNonNull(instances.around(null));
        ByteBuffer cut = whole.duplicate().limit(whole.limit() - 3);

        assertThat(Instances.open(cut.slice())).isEqualTo(new Instances.Opened(Instances.NONE, null));
    }

    @Test
    void whoKnowsNotesOnlyReadsNone() {
        assertThat(AssignorNote.read(instances.around(NOTE))).isEmpty();
    }
}
