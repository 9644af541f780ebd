package io.millrace.simulation;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.reflect.Field;
import java.util.function.UnaryOperator;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.StubMethod;

/** A change of one class of the engine, made when it is loaded. Immutable. */
record Patch(String className, UnaryOperator<DynamicType.Builder<?>> change) {

    private static final String ENGINE = "io.millrace.internal.";

    /** Begins a change of a class under {@code io.millrace.internal}. */
    static Of of(String className) {
        return new Of(ENGINE + className);
    }

    /** Begins a change of a class of the engine's API, whose whole name is {@code className}. */
    static Of ofApi(String className) {
        return new Of(className);
    }

    /** A class that is to be changed. Immutable. */
    record Of(String className) {

        /** Has {@code method} always return {@code value} and do nothing. */
        Patch returning(String method, Object value) {
            return new Patch(className, builder -> builder.method(named(method)).intercept(FixedValue.value(value)));
        }

        /** Has {@code method} do nothing. */
        Patch doingNothingIn(String method) {
            return new Patch(className, builder -> builder.method(named(method)).intercept(StubMethod.INSTANCE));
        }

        /** Leaves out all calls of {@code called} in {@code method}; they give false, 0 or null. */
        Patch withoutCalls(String method, String called) {
            return new Patch(
                    className,
                    builder -> builder.visit(MemberSubstitution.relaxed()
                            .method(named(called))
                            .stub()
                            .on(named(method))));
        }

        /** Has {@code method} read {@code other}, which is static, instead of {@code field}. */
        Patch readingInstead(String method, String field, Field other) {
            return new Patch(
                    className,
                    builder -> builder.visit(MemberSubstitution.relaxed()
                            .field(named(field))
                            .replaceWith(other)
                            .on(named(method))));
        }

        /** Puts the code of {@code advice} around {@code method} with so many parameters. */
        Patch advised(String method, int parameters, Class<?> advice) {
            return new Patch(
                    className,
                    builder -> builder.visit(Advice.to(advice).on(named(method).and(takesArguments(parameters)))));
        }
    }
}
