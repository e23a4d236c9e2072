package io.jarrah.clc;

import io.jarrah.common.process.ServiceMain;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;

/** The cloud controller as a process. */
public final class ClcMain {
    private ClcMain() {}

    /** {@code --config FILE}; see {@link ServiceMain}. */
    public static void main(String[] args) {
        ServiceMain.run(
                args,
                conf -> new Clc(
                        ClcConfig.of(conf),
                        Clock.systemUTC(),
                        new SecureRandom(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }
}
