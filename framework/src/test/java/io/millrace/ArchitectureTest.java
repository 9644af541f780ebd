package io.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.millrace.runtime.KafkaClientSupplier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Configurable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may use which, and who may know which library. */
class ArchitectureTest {

    private static final String ERRORS = "io.millrace.errors";
    private static final String STATE = "io.millrace.state";
    private static final String AGGREGATION = "io.millrace.aggregation";
    private static final String PROCESSOR = "io.millrace.processor";
    private static final String SINK = "io.millrace.sink";
    private static final String TOPOLOGY = "io.millrace.topology";
    private static final String WINDOW = "io.millrace.window";
    private static final String OPERATOR = "io.millrace.internal.operator";
    private static final String QUERY = "io.millrace.query";
    private static final String QUESTIONS = "io.millrace.internal.query";
    private static final String TRACE = "io.millrace.trace";
    private static final String RUNTIME = "io.millrace.runtime";
    private static final String PLAN = "io.millrace.internal.plan";
    private static final String EPOCH = "io.millrace.internal.epoch";
    private static final String EXCHANGE = "io.millrace.internal.exchange";
    private static final String ASYNC = "io.millrace.internal.async";
    private static final String METRICS = "io.millrace.internal.metrics";
    private static final String TABLES = "io.millrace.internal.state";
    private static final String STAGE = "io.millrace.internal.stage";
    private static final String KAFKA = "io.millrace.internal.kafka";
    private static final String ENGINE = "io.millrace.internal.engine";
    private static final String ENTRY = "io.millrace";

    /** The package table: what each package may use of ours. A package that is not in it may not exist. */
    private static final Map<String, Set<String>> TABLE = Map.ofEntries(
            Map.entry(ERRORS, Set.of()),
            Map.entry(STATE, Set.of(ERRORS)),
            Map.entry(AGGREGATION, Set.of(ERRORS)),
            Map.entry(PROCESSOR, Set.of(STATE, ERRORS)),
            Map.entry(SINK, Set.of(PROCESSOR)),
            Map.entry(WINDOW, Set.of()),
            Map.entry(TRACE, Set.of()),
            Map.entry(OPERATOR, Set.of(WINDOW, AGGREGATION, PROCESSOR, STATE, ERRORS)),
            // The DSL's own processors are no API, but the DSL makes them.
            Map.entry(TOPOLOGY, Set.of(OPERATOR, SINK, WINDOW, AGGREGATION, PROCESSOR, STATE, ERRORS)),
            // TopologyHandle and EpochProgress name SourcePartition, which user code sees too.
            Map.entry(QUERY, Set.of(WINDOW, STATE, ERRORS)),
            Map.entry(RUNTIME, Set.of(QUERY, TOPOLOGY, PROCESSOR, STATE, ERRORS)),
            Map.entry(PLAN, Set.of(ERRORS, STATE, PROCESSOR, SINK, TOPOLOGY, RUNTIME)),
            // PartitionAssignment holds the SourcePartition that it is about.
            Map.entry(EPOCH, Set.of(RUNTIME, PROCESSOR, ERRORS)),
            Map.entry(EXCHANGE, Set.of(EPOCH, PROCESSOR, TRACE, ERRORS)),
            Map.entry(ASYNC, Set.of(EXCHANGE, EPOCH, RUNTIME, TRACE, TOPOLOGY, PROCESSOR, ERRORS)),
            Map.entry(METRICS, Set.of(RUNTIME)),
            // Tables are made as the plan says, belong to a shard, and read the clock for their time to live.
            Map.entry(TABLES, Set.of(STATE, PLAN, EPOCH, RUNTIME, ERRORS)),
            // Questions are routed as the plan says, and answered by windows' operators and tables.
            Map.entry(
                    QUESTIONS, Set.of(OPERATOR, TABLES, PLAN, EXCHANGE, EPOCH, QUERY, RUNTIME, WINDOW, STATE, ERRORS)),
            Map.entry(
                    // Contexts do for the DSL's own processors what is no part of the API.
                    STAGE,
                    Set.of(
                            OPERATOR, QUESTIONS, TABLES, PLAN, METRICS, ASYNC, EXCHANGE, EPOCH, ERRORS, STATE,
                            PROCESSOR, SINK, TOPOLOGY, RUNTIME, TRACE)),
            // The source worker is a worker too: like those of STAGE it writes to lanes and is laid out by the plan.
            Map.entry(
                    KAFKA,
                    Set.of(
                            STAGE, QUESTIONS, METRICS, TABLES, EXCHANGE, PLAN, EPOCH, ERRORS, STATE, PROCESSOR,
                            TOPOLOGY, RUNTIME, TRACE)),
            Map.entry(
                    ENGINE,
                    Set.of(
                            PLAN, EPOCH, EXCHANGE, ASYNC, METRICS, TABLES, QUESTIONS, STAGE, KAFKA, QUERY, ERRORS,
                            STATE, PROCESSOR, SINK, TOPOLOGY, RUNTIME, TRACE)),
            Map.entry(ENTRY, Set.of(ENGINE, ERRORS, PROCESSOR, TOPOLOGY, RUNTIME, TRACE)));

    /** What the test kit, another module, runs topologies with. */
    private static final Set<String> FOR_THE_TEST_KIT =
            Set.of(ENGINE + ".SteppedRun", ENGINE + ".SteppedWorld", ENGINE + ".Agent", KAFKA + ".Marker");

    private static Collection<String> packages() {
        return new TreeSet<>(TABLE.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyThoseOfItsRow(String name) {
        Set<String> allowed = TABLE.getOrDefault(name, Set.of());
        DescribedPredicate<JavaClass> otherOfOurs = describe(
                "a package of ours besides " + new TreeSet<>(allowed),
                target -> target.getPackageName().startsWith("io.millrace")
                        && !target.getPackageName().equals(name)
                        && !allowed.contains(target.getPackageName()));

        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat(otherOfOurs)
                .because("packages depend along the data's way only; move the type to the package that both may use,"
                        + " or pass what is needed in from the caller")
                .check(EngineCode.CLASSES);
    }

    @Test
    void everyPackageHasItsRow() {
        Set<String> found =
                EngineCode.CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(found)
                .as("packages; give a new one a row in the table, with the least that it needs")
                .containsExactlyInAnyOrderElementsOf(TABLE.keySet());
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.millrace.(**)")
                .should()
                .beFreeOfCycles()
                .because("a cycle makes one package of two; move what both use to the lower one")
                .check(EngineCode.CLASSES);
    }

    @Test
    void onlyTheExchangeKnowsTheDisruptor() {
        noClasses()
                .that()
                .resideOutsideOfPackage(EXCHANGE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.lmax..")
                .because("rings are hidden behind Lane; use LaneWriter to send and Inbox to receive")
                .check(EngineCode.CLASSES);
    }

    @Test
    void onlySketchKnowsHash4j() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.millrace.aggregation.Sketch")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.dynatrace..")
                .because("the library is optional; what is loaded without need must do without it")
                .check(EngineCode.CLASSES);
    }

    @Test
    void onlyRocksClassesKnowRocksDb() {
        noClasses()
                .that(describe(
                        "are not named Rocks...",
                        type -> !outermost(type).getName().startsWith(TABLES + ".Rocks")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..")
                .because(
                        "it is optional: what names its classes can't be loaded without it; put it behind RocksStorage")
                .check(EngineCode.CLASSES);
    }

    @Test
    void onlyTheEndsKnowKafkasClients() {
        noClasses()
                .that(resideOutside(KAFKA).and(DescribedPredicate.not(belongToAnyOf(KafkaClientSupplier.class))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.clients..")
                .because(
                        "stages must run without a broker; put it behind a type of internal.kafka, such as OutputWriter")
                .check(EngineCode.CLASSES);
    }

    @Test
    void elsewhereKafkaMeansSerdesAndHeadersOnly() {
        DescribedPredicate<JavaClass> furtherKafka = resideInAPackage("org.apache.kafka..")
                .and(DescribedPredicate.not(resideInAnyPackage(
                        "org.apache.kafka.clients..",
                        "org.apache.kafka.common.serialization..",
                        "org.apache.kafka.common.header..")))
                .as("a type of Kafka that is no client, serde or header");

        noClasses()
                .that(resideOutside(KAFKA))
                .should()
                .dependOnClassesThat(furtherKafka)
                .because(
                        "the API and the stages speak of SourcePartition, Position and Origin; convert in internal.kafka")
                .check(EngineCode.CLASSES);
    }

    @Test
    void onlyTheEntryReachesTheInternals() {
        noClasses()
                .that(resideOutside("io.millrace.internal.."))
                .and(describe("are not the entry", type -> !outermost(type).isEquivalentTo(MillraceEngine.class)))
                .and(resideOutside(TOPOLOGY))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.internal..")
                .because("users compile against the API; let MillraceEngine hand in what the internals make")
                .check(EngineCode.CLASSES);
    }

    @Test
    void anInternalTypeIsPublicOnlyWhereAnotherPackageNeedsIt() {
        classes()
                .that()
                .resideInAPackage("io.millrace.internal..")
                .and()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .and(describe("are not made by Kafka", type -> !type.isAssignableTo(Configurable.class)))
                .and(describe("are not for the test kit", type -> !FOR_THE_TEST_KIT.contains(type.getName())))
                .should(beUsedByAnotherPackage())
                .because("what nobody else uses is free to change; drop 'public'")
                .check(EngineCode.CLASSES);
    }

    private static DescribedPredicate<JavaClass> resideOutside(String packageName) {
        return DescribedPredicate.not(resideInAPackage(packageName));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
        return new ArchCondition<>("be used by another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = Stream.concat(
                                Stream.of(type),
                                type.getPackage().getClasses().stream()
                                        .filter(nested -> outermost(nested).equals(type)))
                        .flatMap(part -> part.getDirectDependenciesToSelf().stream())
                        .map(dependency -> dependency.getOriginClass().getPackage())
                        .map(JavaPackage::getName)
                        .anyMatch(origin -> !origin.equals(type.getPackageName()));
                events.add(new SimpleConditionEvent(
                        type, used, "%s is public, but only its own package uses it".formatted(type.getName())));
            }
        };
    }
}
