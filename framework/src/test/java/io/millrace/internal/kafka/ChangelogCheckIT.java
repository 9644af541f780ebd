package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.UnequalPartitionsException;
import io.millrace.errors.UnusableChangelogException;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StorePlan;
import io.millrace.support.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangelogCheckIT {

    private static final KafkaAnswers ANSWERS = new KafkaAnswers("cards", Duration.ofSeconds(15), new PlainWaiting());

    private final Cluster cluster = Cluster.shared();
    private final Admin admin = Admin.create(cluster.properties());
    private final String group = Cluster.application() + "-cards";
    private final String in = cluster.topic("in", 3);
    private final String profiles = StorePlan.changelog(group, "profiles");

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void missingChangelogsAreCreatedLikeTheirInput() throws ExecutionException, InterruptedException {
        assertThat(check(group).run(admin))
                .extracting(ChangelogTopic::name)
                .containsExactly(profiles, StorePlan.changelog(group, "totals"));

        assertThat(admin.describeTopics(List.of(profiles)).allTopicNames().get().values())
                .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, profiles);
        assertThat(admin.describeConfigs(List.of(resource)).all().get().values())
                .allSatisfy(config -> {
                    assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
                    assertThat(config.get("max.message.bytes").value())
                            .isEqualTo(String.valueOf(ClientDefaults.LARGEST_CHANGE_BYTES));
                });
    }

    @Test
    void changelogsThatAreThereAreTaken() {
        List<ChangelogTopic> created = check(group).run(admin);

        assertThat(check(group).run(admin)).isEqualTo(created);
    }

    @Test
    void instancesThatStartTogetherDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
        Callable<List<ChangelogTopic>> start = () -> check(group).run(admin);
        ExecutorService instances = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<ChangelogTopic>> started : instances.invokeAll(List.of(start, start, start, start))) {
                assertThat(started.get()).hasSize(2);
            }
        } finally {
            instances.shutdown();
        }
    }

    @Test
    void aChangelogThatDoesNotFitIsRefused() throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(profiles, 3, (short) 1))).all().get();

        assertThatThrownBy(() -> check(group).run(admin))
                .isInstanceOf(UnusableChangelogException.class)
                .hasMessageContaining(profiles)
                .hasMessageContaining("'cleanup.policy' is 'delete'");
    }

    @Test
    void theLimitOfAChangelogMadeByHandIsKnown() throws ExecutionException, InterruptedException {
        NewTopic byHand = new NewTopic(profiles, 3, (short) 1)
                .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "5000"));
        admin.createTopics(List.of(byHand)).all().get();

        assertThat(check(group).run(admin)).contains(new ChangelogTopic("profiles", profiles, 5_000));
    }

    @Test
    void aNameThatKafkaDoesNotTakeIsToldInItsWords() {
        assertThatThrownBy(() -> check("not a name").run(admin))
                .isInstanceOf(UnusableChangelogException.class)
                .hasMessageContaining("'not a name-")
                .hasMessageContaining("can't be created with 3 partitions and replication factor 1");
    }

    @Test
    void inputsThatShareStateMustHaveEquallyManyPartitions() {
        String other = cluster.topic("other", 2);
        Plan plan = ChangedState.plan(in);
        ShardGroup both = new ShardGroup(
                in + "+" + other,
                new TreeSet<>(List.of(in, other)),
                plan.shardGroups().get(0).stores(),
                Division.BY_PARTITION);
        Plan joined = new Plan("cards", plan.stages(), List.of(both), List.of(), List.of());

        assertThatThrownBy(() -> new ChangelogCheck(new Changelogs(joined, group), ANSWERS).run(admin))
                .isInstanceOf(UnequalPartitionsException.class)
                .hasMessageContaining(
                        "'" + in + "' and '" + other + "', but the first has 3 partitions and the second 2");
    }

    private ChangelogCheck check(String ofGroup) {
        return new ChangelogCheck(new Changelogs(ChangedState.plan(in), ofGroup), ANSWERS);
    }
}
