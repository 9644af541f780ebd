package io.millrace.sink.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.OutputId;
import io.millrace.processor.OutputId.Channel;
import io.millrace.sink.jdbc.ChannelProgress.Place;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelProgressTest {

    private final Channel channel = new Channel(1, new UUID(2, 3), 4, Channel.NO_KEY_GROUP);
    private final ChannelProgress progress = ChannelProgress.of(channel, new Place(7, 1), "5.0 5.2 7.0");

    @Test
    void anOutputIsBeforeOrBehindByOffsetAndThenByOrdinal() {
        assertThat(progress.isBefore(id(7, 1))).isFalse();
        assertThat(progress.isBefore(id(6, 9))).isFalse();
        assertThat(progress.isBefore(id(7, 2))).isTrue();
        assertThat(progress.isBefore(id(8, 0))).isTrue();
    }

    @Test
    void onlyWhatWasGivenUpIs() {
        assertThat(progress.hasGivenUp(id(5, 2))).isTrue();
        assertThat(progress.hasGivenUp(id(5, 1))).isFalse();
        assertThat(progress.hasGivenUp(id(7, 1))).isFalse();
    }

    @Test
    void whatIsWrittenLeavesTheOthersGivenUp() {
        ChannelProgress next = progress.writing(id(9, 0));

        assertThat(next.newest()).isEqualTo(new Place(9, 0));
        assertThat(next.givenUpText()).isEqualTo("5.0 5.2 7.0");
    }

    @Test
    void whatDoesNotComeAgainIsForgottenWithTheNextThatIsGivenUp() {
        ChannelProgress next = progress.givingUp(id(12, 3), 7);

        assertThat(next.newest()).isEqualTo(new Place(12, 3));
        assertThat(next.givenUpText()).isEqualTo("7.0 12.3");
    }

    @Test
    void nothingGivenUpIsNoText() {
        ChannelProgress none = ChannelProgress.of(channel, new Place(-1, -1), null);

        assertThat(none.givenUpText()).isNull();
        assertThat(none.isBefore(id(0, 0))).isTrue();
        assertThat(none.givingUp(id(0, 0), 0).givenUpText()).isEqualTo("0.0");
    }

    private OutputId id(long offset, int ordinal) {
        return new OutputId(channel, offset, ordinal);
    }
}
