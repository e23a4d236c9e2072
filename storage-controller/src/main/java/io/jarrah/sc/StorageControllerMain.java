package io.jarrah.sc;

import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.config.ScSettings;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.join.Member;
import io.jarrah.common.join.MemberConfig;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.process.ServiceMain;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The storage controller as a process: {@code --config FILE}. */
public final class StorageControllerMain {
    private StorageControllerMain() {}

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        ServiceMain.run(args, StorageControllerMain::compose);
    }

    private static Service compose(JarrahConf conf) throws IOException, InterruptedException {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        StorageControllerConfig config = StorageControllerConfig.of(conf);
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Member member = Member.open(
                MemberConfig.of(conf, ComponentRole.SC, config.state(), ScSettings.SC_PORT), clock, random, metrics);
        StorageController controller = StorageController.real(config, clock, random, metrics);
        return new ServiceGroup(
                "storage controller",
                List.of(member, controller, member.server().publish(controller.service())));
    }
}
