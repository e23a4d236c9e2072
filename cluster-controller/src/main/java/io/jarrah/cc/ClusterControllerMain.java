package io.jarrah.cc;

import io.jarrah.cc.lease.Lease;
import io.jarrah.common.config.CcSettings;
import io.jarrah.common.config.JarrahConf;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.join.Member;
import io.jarrah.common.join.MemberConfig;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.process.ServiceMain;
import io.jarrah.common.soap.ExpectedPeer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The cluster controller as a process: {@code --config FILE}. */
public final class ClusterControllerMain {
    private ClusterControllerMain() {}

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        ServiceMain.run(args, ClusterControllerMain::compose);
    }

    private static Service compose(JarrahConf conf) throws IOException, InterruptedException {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessCommandRunner runner = new ProcessCommandRunner();
        ClusterControllerSetup setup = new ClusterControllerSetup(conf);
        Member member = Member.open(
                MemberConfig.of(conf, ComponentRole.CC, setup.directory(), CcSettings.CC_PORT), clock, random, metrics);
        ClusterName cluster = setup.cluster(member.subject().cluster());
        Lease lease = setup.lease(runner);
        ClusterController controller = new ClusterController(
                setup.config(cluster),
                node -> member.clients()
                        .node(node.endpoint(), ExpectedPeer.certificate(ComponentRole.NC, node.certificateSha256())),
                member.identity(),
                setup.plane(cluster, runner, lease),
                setup.names(runner),
                lease,
                clock,
                random,
                metrics);
        return new ServiceGroup(
                "cluster controller",
                List.of(
                        member,
                        controller,
                        member.server().publish(controller.service()),
                        new EndOfLongPolls(controller)));
    }

    /** Stopped first, so that the server need not wait for long polls to run out. */
    private record EndOfLongPolls(ClusterController controller) implements Service {
        @Override
        public String name() {
            return "long-polls";
        }

        @Override
        public void start() {}

        @Override
        public void stop() {
            controller.endLongPolls();
        }
    }
}
