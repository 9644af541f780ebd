package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.Stores;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class GlobalKTableTest {

    private static final String PLACE = "GlobalKTableTest.java:\\d+";

    private final TopologyBuilder builder =
            TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());

    @Test
    void theDescriptionTellsTheTableAndWhoLooksIntoIt() {
        GlobalKTable<String, String> merchants = table("merchants");
        payments()
                .join(merchants, (card, shop) -> shop, (shop, risk) -> risk, Named.as("risky"))
                .to("out");
        payments("refunds").process(() -> record -> {}, merchants);

        assertThat(builder.build().describe()).isEqualTo("""
                Topology 'cards'
                  merchants (global table merchants)
                  payments (source payments)
                  risky (join, looks into merchants) <- payments
                  sink-1 (sink out) <- risky
                  refunds (source refunds)
                  process-2 (process, looks into merchants) <- refunds
                """);
    }

    @Test
    void aTableHasItsTopicsNameOrAnother() {
        assertThat(table("merchants").name()).isEqualTo("merchants");
        assertThat(builder.<String, String>globalTable("shops", Consumed.as("stores"))
                        .name())
                .isEqualTo("stores");
    }

    @Test
    void aTopicIsNoStreamAndTableAtATime() {
        table("payments");
        payments().to("out");

        assertThat(problem())
                .matches("Topic 'payments' is read as a stream by 'payments' \\(" + PLACE + "\\) and as global table"
                        + " 'payments', .*");
    }

    @Test
    void aPatternThatMatchesTheTopicIsAStreamOfIt() {
        table("shops-risk");
        builder.<String, String>stream(Pattern.compile("shops-.*"), Consumed.as("shops"))
                .to("out");

        assertThat(problem()).startsWith("Topic 'shops-risk' is read as a stream by 'shops' ");
    }

    @Test
    void aTopicIsOneTable() {
        table("merchants");
        builder.<String, String>globalTable("merchants", Consumed.as("again"));
        payments().to("out");

        assertThat(problem())
                .matches("Topic 'merchants' is read into two global tables, 'merchants' and 'again': .* \\(" + PLACE
                        + "\\)");
    }

    @Test
    void namesOfTablesAreUnique() {
        table("merchants");
        builder.<String, String>globalTable("shops", Consumed.as("merchants"));
        payments().to("out");

        assertThat(problem()).startsWith("Two global tables are named 'merchants': ");
    }

    @Test
    void aStoreHasNotTheNameOfATable() {
        GlobalKTable<String, String> merchants = table("merchants");
        payments()
                .process(() -> record -> {}, merchants, Stores.keyValue("merchants", Serdes.String(), Serdes.String()));

        assertThat(problem()).startsWith("Store 'merchants' has the name of a global table: ");
    }

    @Test
    void aTableBeginsAtTheBeginning() {
        builder.<String, String>globalTable(
                "merchants", Consumed.<String, String>as("merchants").startingAt(StartPosition.latest()));
        payments().to("out");

        assertThat(problem()).contains("leave out startingAt(...)");
    }

    @Test
    void aTableDropsNoReplays() {
        builder.<String, String>globalTable(
                "merchants", Consumed.<String, String>as("merchants").dropReplays());
        payments().to("out");

        assertThat(problem()).contains("leave out dropReplays()");
    }

    @Test
    void aTableNeedsSerdes() {
        TopologyBuilder bare = TopologyBuilder.named("cards");
        bare.globalTable("merchants", Consumed.as("merchants"));
        bare.stream("payments", Consumed.with(Serdes.String(), Serdes.String())).to("out");

        assertThat(problems(bare)).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .startsWith("Global table 'merchants' has no "));
    }

    @Test
    void aTableOfAnotherTopologyIsRefused() {
        GlobalKTable<String, String> foreign = TopologyBuilder.named("other")
                .defaultSerdes(Serdes.String(), Serdes.String())
                .globalTable("merchants", Consumed.as("merchants"));
        payments().join(foreign, (card, shop) -> shop, (shop, risk) -> risk).to("out");

        assertThat(problem()).startsWith("Global table 'merchants' is one of another TopologyBuilder. ");
    }

    @Test
    void aJoinThatGoesNowhereIsADeadEnd() {
        payments()
                .leftJoin(
                        table("merchants"), (card, shop) -> shop, (shop, risk) -> Objects.requireNonNullElse(risk, ""));

        assertThat(problem()).contains("'leftJoin-1'").contains("go nowhere");
    }

    private GlobalKTable<String, String> table(String topic) {
        return builder.globalTable(topic, Consumed.with(Serdes.String(), Serdes.String()));
    }

    private KStream<String, String> payments() {
        return payments("payments");
    }

    private KStream<String, String> payments(String topic) {
        return builder.stream(topic);
    }

    private String problem() {
        List<String> problems = problems(builder);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static List<String> problems(TopologyBuilder defined) {
        return Objects.requireNonNull(catchThrowableOfType(InvalidTopologyException.class, defined::build))
                .problems();
    }
}
