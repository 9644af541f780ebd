package io.millrace.testkit.kafka;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Finds the application context of a test that has one. Spring need not be on the class path of others. */
final class SpringTests {
    /** A name, so that the class is loaded only where it is there. */
    private static final String EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";

    private SpringTests() {}

    /** Returns whether Spring runs the test class, or one that it is nested in. */
    static boolean isOne(ExtensionContext context) {
        return Stream.iterate(Optional.of(context), Optional::isPresent, at -> at.flatMap(ExtensionContext::getParent))
                .flatMap(Optional::stream)
                .flatMap(at -> at.getTestClass().stream())
                .flatMap(testClass -> AnnotationSupport.findRepeatableAnnotations(testClass, ExtendWith.class).stream())
                .flatMap(extensions -> Arrays.stream(extensions.value()))
                .anyMatch(extension -> extension.getName().equals(EXTENSION));
    }

    static TestKafka bean(ExtensionContext context) {
        return SpringExtension.getApplicationContext(context).getBean(TestKafka.class);
    }
}
