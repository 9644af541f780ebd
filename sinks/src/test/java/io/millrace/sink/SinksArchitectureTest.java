package io.millrace.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the sinks know: the API as users see it, and each of them its own client. */
class SinksArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace.sink.jdbc", "io.millrace.sink.redis");

    @Test
    void theEngineIsNotTheirs() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.internal..")
                .because("a sink is what users can write, too; extend the API where it needs more")
                .check(CODE);
    }

    @Test
    void lettuceIsKnownToTheSinkForRedisOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.sink.redis")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "io.millrace.sink.redis")
                .because("the library is optional; who writes to PostgreSQL does without it")
                .check(CODE);
    }

    @Test
    void noDriverIsNeededToCompile() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postgresql..", "com.zaxxer..")
                .because("the service brings its driver and its pool; JDBC is enough")
                .check(CODE);
    }

    /** Guards the rules above: an importer that finds nothing lets every rule pass. */
    @Test
    void theRulesSeeTheCode() {
        assertThat(CODE.stream().map(JavaClass::getSimpleName)).contains("JdbcWriter", "RedisWriter");
    }
}
