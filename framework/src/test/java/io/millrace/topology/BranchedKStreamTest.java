package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class BranchedKStreamTest {

    private final TopologyBuilder builder =
            TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());

    @Test
    void branchesAreNamedAfterTheirSplit() {
        Map<String, KStream<String, String>> branches = read("in")
                .split(Named.as("by-size-"))
                .branch((key, value) -> true, Branched.as("large"))
                .branch((key, value) -> true)
                .defaultBranch();

        assertThat(branches.keySet()).containsExactly("by-size-large", "by-size-2", "by-size-0");
    }

    @Test
    void branchesOfAnUnnamedSplitAreNamedAfterWhatIsSplit() {
        assertThat(read("in")
                        .split()
                        .branch((key, value) -> true)
                        .noDefaultBranch()
                        .keySet())
                .containsExactly("in-branch-1");
    }

    @Test
    void aBranchThatIsBuiltInPlaceIsNotInTheMap() {
        List<String> built = new ArrayList<>();
        Consumer<KStream<String, String>> continuation = stream -> {
            built.add(stream.point().node());
            stream.to("out");
        };

        Map<String, KStream<String, String>> branches = read("in")
                .split(Named.as("by-"))
                .branch(
                        (key, value) -> true,
                        Branched.<String, String>withConsumer(continuation).withName("place"))
                .noDefaultBranch();

        assertThat(branches).isEmpty();
        assertThat(built).containsExactly("by-place");
    }

    @Test
    void aSplitEndsOnce() {
        BranchedKStream<String, String> split = read("in").split(Named.as("by-"));
        split.noDefaultBranch();

        assertThatIllegalStateException()
                .isThrownBy(split::defaultBranch)
                .withMessage("The split 'by-' was ended before; a split ends once");
    }

    private KStream<String, String> read(String topic) {
        return builder.stream(topic);
    }
}
