package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.plan.Division;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignorNoteTest {

    private final AssignorNote undivided = AssignorNote.of(
            7,
            Division.UNDIVIDED,
            Set.of("orders+payments"),
            Holdings.copies(Set.of(new ShardKey("orders+payments", 0))));
    private final AssignorNote note = AssignorNote.of(
            7,
            Division.BY_PARTITION,
            Set.of("cards", "orders+payments", "empty"),
            new Holdings(
                    Set.of(new ShardKey("cards", 0), new ShardKey("cards", 300), new ShardKey("orders+payments", 5)),
                    Set.of(new ShardKey("cards", 7))));

    @Test
    void isReadAsItWasWritten() {
        assertThat(AssignorNote.read(note.bytes())).contains(note);
    }

    @Test
    void aNoteOfStateThatIsNotDividedIsReadAsItWasWritten() {
        assertThat(AssignorNote.read(undivided.bytes())).contains(undivided);
    }

    @Test
    void aLeaderTellsWhoHasEverything() {
        AssignorNote leaders = AssignorNote.ofLeader("app-1", Set.of(new ShardKey("cards", 0)));

        assertThat(AssignorNote.read(leaders.bytes())).get().satisfies(read -> {
            assertThat(read.division()).isEqualTo(Division.UNDIVIDED);
            assertThat(read.owner()).isEqualTo("app-1");
            assertThat(read.holdings()).isEqualTo(Holdings.copies(Set.of(new ShardKey("cards", 0))));
        });
    }

    @Test
    void olderVersionsReadNotesOfDividedStateOnly() {
        assertThat(note.bytes().get(0)).isEqualTo((byte) 2);
        assertThat(undivided.bytes().get(0)).isEqualTo((byte) 3);
    }

    @Test
    void tellsItsShards() {
        assertThat(note.holdings().copies())
                .containsExactlyInAnyOrder(
                        new ShardKey("cards", 0), new ShardKey("cards", 300), new ShardKey("orders+payments", 5));
        assertThat(note.holdings().parts()).containsExactly(new ShardKey("cards", 7));
    }

    @Test
    void leavesOutShardsOfOtherGroups() {
        assertThat(AssignorNote.of(
                                1,
                                Division.BY_PARTITION,
                                Set.of("cards"),
                                Holdings.copies(Set.of(new ShardKey("gone", 1))))
                        .holdings())
                .isEqualTo(Holdings.NONE);
    }

    @Test
    void aNoteOfTheFirstVersionKnowsOfNoParts() {
        byte[] group = "cards".getBytes();
        ByteBuffer first = ByteBuffer.allocate(64)
                .put((byte) 1)
                .putInt(7)
                .putInt(1)
                .putInt(group.length)
                .put(group)
                .putInt(1)
                .put((byte) 0b101)
                .flip();

        assertThat(AssignorNote.read(first))
                .contains(AssignorNote.of(
                        7,
                        Division.BY_PARTITION,
                        Set.of("cards"),
                        Holdings.copies(Set.of(new ShardKey("cards", 0), new ShardKey("cards", 2)))));
    }

    @Test
    void takesOneBitPerShard() {
        assertThat(note.bytes().remaining()).isLessThan(120);
    }

    @Test
    void isNotUsedUpByReading() {
        ByteBuffer bytes = note.bytes();

        AssignorNote.read(bytes);

        assertThat(AssignorNote.read(bytes)).contains(note);
    }

    @Test
    void noBytesAreNoNote() {
        assertThat(AssignorNote.read(null)).isEmpty();
        assertThat(AssignorNote.read(ByteBuffer.allocate(0))).isEmpty();
    }

    @Test
    void anotherVersionIsNoNote() {
        ByteBuffer bytes = note.bytes();
        bytes.put(0, (byte) 4);

        assertThat(AssignorNote.read(bytes)).isEmpty();
    }

    @Test
    void aCutNoteIsNone() {
        for (AssignorNote whole : List.of(note, undivided)) {
            ByteBuffer bytes = whole.bytes();
            for (int length = 0; length < bytes.capacity(); length++) {
                assertThat(AssignorNote.read(bytes.slice(0, length)))
                        .as("the first %d bytes", length)
                        .isEmpty();
            }
        }
    }

    @Test
    void aNoteWithBytesBehindItIsNone() {
        ByteBuffer longer = ByteBuffer.allocate(note.bytes().remaining() + 1);
        longer.put(note.bytes()).rewind();

        assertThat(AssignorNote.read(longer)).isEmpty();
    }

    @Test
    void garbageDoesNoHarm() {
        Random random = new Random(1);
        for (int attempt = 0; attempt < 2_000; attempt++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) (1 + attempt % 3); // a version that is known, so that the rest is looked at
            }
            AssignorNote.read(ByteBuffer.wrap(bytes));
        }
    }
}
