package io.jarrah.common.http;

import java.util.Optional;
import java.util.function.Supplier;

/** One thing a service needs to do its work. */
public interface HealthCheck {
    /** A short name, such as "database". */
    String name();

    /** Empty when all is well, else what is wrong and what to do; must answer at once. */
    Optional<String> problem();

    /** One of that name that asks there. */
    static HealthCheck of(String name, Supplier<Optional<String>> problem) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> problem() {
                return problem.get();
            }
        };
    }
}
