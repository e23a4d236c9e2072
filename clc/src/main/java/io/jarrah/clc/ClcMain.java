package io.jarrah.clc;

import io.jarrah.common.config.ConfigException;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Settings;
import io.jarrah.common.lifecycle.Processes;
import io.jarrah.common.log.LogSetup;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cloud controller as a process: {@code ClcMain --config FILE}. Ends with status 2 for a wrong command line or configuration, 1 when it cannot start. */
public final class ClcMain {
    private static final Logger LOG = LoggerFactory.getLogger(ClcMain.class);

    private ClcMain() {}

    /** Runs until SIGTERM. */
    @SuppressWarnings("SystemOut") // Logging is set up by what is read here.
    public static void main(String[] args) {
        if (args.length != 2 || !args[0].equals("--config")) {
            System.err.println("usage: ClcMain --config FILE");
            System.exit(2);
        }
        JarrahConf conf = readOrExit(Path.of(args[1]));
        LogSetup.configure(conf.get(Settings.LOGLEVEL).name(), conf.get(Settings.LOGFORMAT) == Settings.LogFormat.JSON);
        conf.warnings().forEach(LOG::warn);
        try {
            Clc clc = new Clc(
                    ClcConfig.of(conf),
                    Clock.systemUTC(),
                    new SecureRandom(),
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
            Processes.runUntilSignal(clc);
        } catch (Exception cannotStart) {
            LOG.error("the cloud controller cannot run", cannotStart);
            System.exit(1);
        }
    }

    private static JarrahConf readOrExit(Path file) {
        try {
            return JarrahConf.parse(file, Settings.schema());
        } catch (ConfigException bad) {
            System.err.println(bad.getMessage());
            System.exit(2);
            throw new IllegalStateException("exit returned", bad);
        }
    }
}
