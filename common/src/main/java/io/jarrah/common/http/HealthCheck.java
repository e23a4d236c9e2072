package io.jarrah.common.http;

import java.util.Optional;

/** One thing a service needs to do its work. */
public interface HealthCheck {
    /** A short name, such as "database". */
    String name();

    /** Empty when all is well, else what is wrong and what to do; must answer at once. */
    Optional<String> problem();
}
