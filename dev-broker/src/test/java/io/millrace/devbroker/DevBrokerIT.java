package io.millrace.devbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DevBrokerIT {
    private static final DevBrokerSettings ANY_PORTS =
            DevBrokerSettings.defaults().withPort(0).withControllerPort(0);

    private static DevBroker broker;
    private static BrokerClient client;

    @BeforeAll
    static void startBroker() {
        broker = DevBroker.start(ANY_PORTS.withPartitions(3));
        client = new BrokerClient(broker.bootstrapServers());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void createdTopicTakesAndGivesRecords() throws Exception {
        client.createTopic("payments", 2);

        client.send("payments", "first");
        client.send("payments", "second");

        assertThat(client.consume("readers", "payments", 2)).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void topicComesIntoBeingWithTheSettingsPartitions() throws Exception {
        client.send("unnamed-before", "value");

        assertThat(client.partitionsOf("unnamed-before")).isEqualTo(3);
    }

    @Test
    void internalTopicsHaveFourPartitions() throws Exception {
        client.send("committed", "value");
        client.consume("committers", "committed", 1);

        assertThat(client.partitionsOf("__consumer_offsets")).isEqualTo(4);
    }

    @Test
    void readerOfCommittedRecordsDoesNotSeeAnAbortedTransaction() throws Exception {
        client.createTopic("transfers", 1);

        client.sendInTransaction("transfers", "aborted", false);
        client.sendInTransaction("transfers", "committed", true);

        assertThat(client.consume("auditors", "transfers", 1)).containsExactly("committed");
    }

    @Test
    void secondBrokerRunsBesideTheFirst() throws Exception {
        try (DevBroker second = DevBroker.start(ANY_PORTS)) {
            BrokerClient secondClient = new BrokerClient(second.bootstrapServers());
            secondClient.createTopic("only-in-second", 1);

            assertThat(second.port()).isNotEqualTo(broker.port());
            assertThat(secondClient.clusterId()).isNotEqualTo(client.clusterId());
            assertThat(client.topics()).doesNotContain("only-in-second");
        }
        client.send("after-second", "first still serves");
        assertThat(client.consume("after", "after-second", 1)).containsExactly("first still serves");
    }

    @Test
    void serverPropertiesWinOverTheBrokersOwn() throws Exception {
        DevBrokerSettings settings = ANY_PORTS.withServerProperties(Map.of("offsets.topic.num.partitions", "1"));
        try (DevBroker other = DevBroker.start(settings)) {
            BrokerClient otherClient = new BrokerClient(other.bootstrapServers());
            otherClient.send("committed", "value");
            otherClient.consume("committers", "committed", 1);

            assertThat(otherClient.partitionsOf("__consumer_offsets")).isEqualTo(1);
        }
    }

    @Test
    void temporaryDataIsDeletedAtClose() {
        DevBroker other = DevBroker.start(ANY_PORTS);
        Path directory = other.dataDirectory();
        assertThat(directory).isNotEmptyDirectory();

        other.close();
        other.close();

        assertThat(directory).doesNotExist();
        assertThat(directory.resolveSibling(directory.getFileName() + ".owner")).doesNotExist();
    }

    @Test
    void portOfARunningBrokerIsRefusedWithoutHarmToIt() throws Exception {
        assertThatThrownBy(() -> DevBroker.start(ANY_PORTS.withPort(broker.port())))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("127.0.0.1:" + broker.port())
                .hasMessageContaining("millrace.dev-broker.port");

        assertThat(client.clusterId()).isNotEmpty();
    }

    @Test
    void takenControllerPortIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> DevBroker.start(ANY_PORTS.withControllerPort(taken.getLocalPort())))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("millrace.dev-broker.controller-port");
        }
    }

    @Test
    void wrongServerPropertyFailsTheStartAndLeavesNothingBehind() {
        DevBrokerSettings settings = ANY_PORTS.withServerProperties(Map.of("num.io.threads", "many"));

        assertThatThrownBy(() -> DevBroker.start(settings))
                .isInstanceOf(DevBrokerException.class)
                .hasMessageContaining("num.io.threads");
    }
}
