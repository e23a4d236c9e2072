package io.jarrah.common.process;

import io.jarrah.common.config.ConfigException;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.Settings;
import io.jarrah.common.lifecycle.Processes;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.log.LogSetup;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a service as a process: {@code --config FILE}, logging, until SIGTERM. Exit status 143 after SIGTERM as for any process, 1 when the
 * service cannot run, 2 for a wrong command line or configuration.
 */
public final class ServiceMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    private ServiceMain() {}

    /** Makes the service from the configuration. */
    @FunctionalInterface
    public interface Factory {
        /** Nothing listens before the service is started. */
        Service create(JarrahConf conf) throws Exception;
    }

    /** Never returns. */
    @SuppressWarnings("SystemOut") // Logging is set up by what is read here.
    public static void run(String[] args, Factory factory) {
        if (args.length != 2 || !args[0].equals("--config")) {
            System.err.println("usage: --config FILE");
            System.exit(2);
        }
        JarrahConf conf;
        try {
            conf = JarrahConf.parse(Path.of(args[1]), Settings.schema());
        } catch (ConfigException bad) {
            System.err.println(bad.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(conf, factory));
    }

    private static int run(JarrahConf conf, Factory factory) {
        LogSetup.configure(conf.get(Settings.LOGLEVEL).name(), conf.get(Settings.LOGFORMAT) == Settings.LogFormat.JSON);
        conf.warnings().forEach(LOG::warn);
        try {
            Processes.runUntilSignal(factory.create(conf));
            return 0;
        } catch (Exception e) {
            LOG.error("the service cannot run: {}", e.getMessage(), e);
            return 1;
        }
    }
}
