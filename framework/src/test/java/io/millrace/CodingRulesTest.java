package io.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.BaseStream;
import org.junit.jupiter.api.Test;

/** What no class of the engine does, wherever it lies, and what only one of them may. */
class CodingRulesTest {

    @Test
    void onlyEngineThreadsMakesThreads() {
        DescribedPredicate<JavaAccess<?>> makesThreads = describe("a call that makes threads", access -> {
            JavaClass owner = access.getTargetOwner();
            String method = access.getTarget().getName();
            return (owner.isAssignableTo(Thread.class) && method.equals("<init>"))
                    || (owner.isAssignableTo(java.util.Timer.class) && method.equals("<init>"))
                    || owner.isEquivalentTo(Executors.class)
                    || owner.isAssignableTo(ForkJoinPool.class)
                    || (owner.isEquivalentTo(CompletableFuture.class) && method.endsWith("Async"))
                    || (owner.isAssignableTo(Collection.class) && method.equals("parallelStream"))
                    || (owner.isAssignableTo(BaseStream.class) && method.equals("parallel"));
        });

        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.millrace.internal.engine.EngineThreads")
                .should()
                .accessTargetWhere(makesThreads)
                .because("one class makes all threads, named and as daemons; take them from EngineThreads")
                .check(EngineCode.CLASSES);
    }

    @Test
    void anExecutorTakesItsThreadsFromEngineThreads() {
        DescribedPredicate<JavaAccess<?>> poolWithThreadsOfItsOwn = describe(
                "a constructor of a thread pool without a ThreadFactory",
                access -> access.getTargetOwner().isAssignableTo(java.util.concurrent.ExecutorService.class)
                        && access.getTarget().getName().equals("<init>")
                        && !access.getTarget().getFullName().contains("ThreadFactory"));

        noClasses()
                .should()
                .accessTargetWhere(poolWithThreadsOfItsOwn)
                .because("a pool's default factory makes nameless threads; give it one that asks EngineThreads")
                .check(EngineCode.CLASSES);
    }

    @Test
    void onlySystemTimeSourceReadsTheClock() {
        DescribedPredicate<JavaAccess<?>> readsClock = describe("a read of the system's clock", access -> {
            JavaClass owner = access.getTargetOwner();
            String method = access.getTarget().getName();
            return (owner.isEquivalentTo(System.class)
                            && Set.of("nanoTime", "currentTimeMillis").contains(method))
                    || (owner.isAssignableTo(Clock.class) && !method.equals("fixed"))
                    || (owner.getPackageName().equals("java.time") && method.equals("now"))
                    || (owner.isAssignableTo(Instant.class) && method.equals("now"))
                    || (owner.isAssignableTo(Date.class) && method.equals("<init>"));
        });

        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.millrace.runtime.SystemTimeSource")
                .should()
                .accessTargetWhere(readsClock)
                .because("tests move time by hand; take it from the TimeSource that the engine was given")
                .check(EngineCode.CLASSES);
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "Thread.sleep, TimeUnit.sleep or Thread.onSpinWait",
                        call -> Set.of("sleep", "onSpinWait")
                                        .contains(call.getTarget().getName())
                                && (call.getTargetOwner().isAssignableTo(Thread.class)
                                        || call.getTargetOwner().isEquivalentTo(java.util.concurrent.TimeUnit.class))))
                .because("a sleeping thread can't be woken by its producer; park in Parking or in the consumer's poll")
                .check(EngineCode.CLASSES);
    }

    @Test
    void aClassWithoutSubclassesIsFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and(describe("have no subclasses", type -> type.getSubclasses().isEmpty()))
                .and()
                .areNotAnonymousClasses()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("inheritance is offered on purpose or not at all; make it final")
                .check(EngineCode.CLASSES.that(DescribedPredicate.not(modifier(JavaModifier.SYNTHETIC))));
    }

    @Test
    void noClassIsNamedForWhatItIsNot() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl|Abstract[A-Z]\\w*)(\\$.*)?")
                .because("such a name says nothing; call it by the one thing it does")
                .check(EngineCode.CLASSES);
    }

    @Test
    void logsGoThroughSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..", "org.apache.logging..", "org.apache.log4j..", "ch.qos.logback..")
                .because("the service chooses its logging; use org.slf4j.Logger")
                .check(EngineCode.CLASSES);
    }

    @Test
    void onlyPrintedKnowsTheConsole() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.millrace.topology.Printed")
                .should()
                .accessTargetWhere(describe(
                        "a use of System.out, System.err or printStackTrace",
                        access -> access.getTarget().getName().equals("printStackTrace")
                                || (access.getTargetOwner().isEquivalentTo(System.class)
                                        && Set.of("out", "err")
                                                .contains(access.getTarget().getName()))))
                .because("a service's console is its log; use org.slf4j.Logger")
                .check(EngineCode.CLASSES);
    }

    /** Guards these rules and those of {@link ArchitectureTest}: an importer that finds nothing lets every rule pass. */
    @Test
    void theRulesSeeTheCode() {
        assertThat(EngineCode.CLASSES.stream().map(JavaClass::getSimpleName).toList())
                .containsAll(List.of("MillraceEngine", "Lane", "SourceWorker", "EngineThreads", "SystemTimeSource"));
    }
}
