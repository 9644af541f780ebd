package io.millrace.testkit.kafka;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a Kafka, one for all test classes of a run unless it is {@link #dedicated}: the development broker, unless the system property {@code
 * millrace.test.kafka} says otherwise ({@code container}, {@code container:<image>}, {@code host:port}).
 *
 * <p>With {@code @SpringBootTest}, the service under test is connected to it, whatever its configuration says, and {@link
 * TestKafka} is a bean. Its {@code millrace.application-id} gets a suffix of its own for each application context, so that no
 * context goes on where another one left off; {@code ${millrace.test.id}} is that suffix, for topics that tests are not to share.
 * A topology whose trigger the service leaves open ends an epoch every 100 ms rather than every 5 minutes. A {@code
 * KafkaConnectionDetails} bean that the test brings along, such as one of a {@code @ServiceConnection} container, is used in
 * place of the shared Kafka.
 *
 * <pre>{@code
 * @SpringBootTest
 * @WithKafka(topics = {"payments", "alerts"})
 * class FraudServiceIT {
 *     @Autowired
 *     private TestKafka kafka;
 * }</pre>
 *
 * <p>Without Spring, {@link TestKafka} is a parameter of test methods, of {@code @BeforeEach} and {@code @BeforeAll} methods or of
 * the constructor. Each test has its own; one that was asked for in {@code @BeforeAll} is shared by the tests of the class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(KafkaExtension.class)
public @interface WithKafka {

    /**
     * Topics that are there before the service or the test starts; those that exist already are left as they are. Placeholders
     * such as {@code payments-${millrace.test.id}} are replaced where there is an application context.
     */
    String[] topics() default {};

    /** How many partitions {@link #topics} have. */
    int partitions() default 4;

    /**
     * Whether the application context, or the test class where there is none, gets a Kafka that it shares with no other: for
     * services whose topics' names are fixed, so that they would read what other contexts' tests have written. It takes one to
     * three seconds more.
     */
    boolean dedicated() default false;
}
