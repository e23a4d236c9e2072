package io.jarrah.clc.reconcile;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** The reconciling half of a cloud controller, driven by hand; {@link #crash} forgets what only its memory held. */
public final class Crashable {
    private final TestingCloud cloud;
    private final ClusterServices services;
    private ClusterViews views = new ClusterViews();
    private ClusterReconciler reconciler;
    private Revision instances = Revision.NONE;
    private Revision nodes = Revision.NONE;
    private int crashes;

    public Crashable(TestingCloud cloud, ClusterService service) {
        this(cloud, name -> service);
    }

    /** One of whose cluster there are several controllers. */
    public Crashable(TestingCloud cloud, ClusterServices services) {
        this.cloud = cloud;
        this.services = services;
        this.reconciler = fresh();
    }

    int crashes() {
        return crashes;
    }

    void crash() {
        crashes++;
        views = new ClusterViews();
        reconciler = fresh();
        instances = Revision.NONE;
        nodes = Revision.NONE;
    }

    /** Listens once and does one pass; a failed call is a crash of the process. */
    void pass() {
        try {
            listen();
            reconcile();
        } catch (ServiceException e) {
            crash();
        }
    }

    /** Like {@link #pass}, but a failed call is only logged, as in production. */
    void passWithoutCrash() {
        try {
            listen();
            reconcile();
        } catch (ServiceException e) {
            crashes++;
        }
    }

    /** Passes, with the cluster working in between, until both have nothing left to do. */
    public void converge() {
        for (int i = 0; i < 12; i++) {
            pass();
            cloud.cluster.step();
        }
        pass();
    }

    public void listen() {
        Observations observations =
                new Observations(cloud.database, cloud.clock, instance -> {}, new SimpleMeterRegistry());
        ClusterView view = views.of(TestingCloud.ZONE);
        Changes<NodeStatus> nodeChanges =
                services.of(TestingCloud.ZONE).describeNodes(Correlation.random(), nodes, Duration.ZERO);
        observations.nodes(TestingCloud.ZONE, nodeChanges);
        view.acceptNodes(nodeChanges);
        nodes = nodeChanges.revision();
        Changes<ObservedInstance> changes =
                services.of(TestingCloud.ZONE).describeInstances(Correlation.random(), instances, Duration.ZERO);
        observations.instances(TestingCloud.ZONE, changes);
        view.accept(changes);
        instances = changes.revision();
    }

    private void reconcile() {
        try {
            reconciler.reconcile(TestingCloud.ZONE);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    private ClusterReconciler fresh() {
        return new ClusterReconciler(
                cloud.database,
                cloud.plan,
                TestingCloud.LINKS,
                TestingCloud.directory(),
                services,
                views,
                cloud.clock,
                cloud.api.ruleNotes());
    }
}
