package io.millrace.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The libraries that users may leave out are known only to classes that are not loaded without them. */
class OptionalLibrariesTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace.testkit");

    @Test
    void driverTestsNeedNeitherBrokerNorJUnit() {
        noClasses()
                .that()
                .resideInAnyPackage("io.millrace.testkit", "io.millrace.testkit.internal.memory")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.devbroker..",
                        "io.millrace.testkit.kafka..",
                        "io.millrace.testkit.internal.kafka..",
                        "org.junit..",
                        "org.springframework..",
                        "org.testcontainers..")
                .because("a driver test has the framework and Kafka's clients on its class path and no more")
                .check(CODE);
    }

    @Test
    void springIsKnownWhereSpringAsksOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.testkit.internal.spring")
                .and()
                .doNotHaveSimpleName("SpringTests")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .because("@WithKafka is for tests without Spring too")
                .check(CODE);
    }

    @Test
    void eachKafkaIsKnownToOneClass() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ContainerKafka")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.testcontainers..")
                .because("Testcontainers is there only where somebody uses containers")
                .check(CODE);
        noClasses()
                .that()
                .doNotHaveSimpleName("DevBrokerKafka")
                .and()
                .doNotHaveSimpleName("BrokerLog")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.devbroker..")
                .because("the development broker may be left out where another Kafka is used")
                .check(CODE);
    }
}
