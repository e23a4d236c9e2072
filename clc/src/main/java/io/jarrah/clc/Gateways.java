package io.jarrah.clc;

import io.jarrah.clc.account.SystemKey;
import io.jarrah.clc.gateway.RegisteredClusters;
import io.jarrah.clc.gateway.RegisteredStorage;
import io.jarrah.clc.gateway.WalrusObjects;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.sign.AwsCredentials;
import io.jarrah.common.soap.ExpectedPeer;
import io.jarrah.common.soap.SoapClients;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The ports of instances, images and volumes, over signed SOAP to whoever is registered. */
final class Gateways {
    private final RegisteredClusters clusters;
    private final RegisteredStorage storage;
    private final WalrusObjects objects;

    Gateways(
            ClcConfig config,
            Supplier<Collection<Component>> registry,
            SoapClients clients,
            UnaryOperator<ClusterService> decorator,
            SystemKey systemKey,
            InstantSource clock) {
        this.clusters = new RegisteredClusters(
                registry,
                controller ->
                        decorator.apply(clients.cluster(controller.endpoint(), exactly(ComponentRole.CC, controller))));
        this.storage = new RegisteredStorage(
                registry, controller -> clients.storage(controller.endpoint(), exactly(ComponentRole.SC, controller)));
        this.objects = new WalrusObjects(
                registry,
                walrus -> clients.walrus(walrus.endpoint(), exactly(ComponentRole.WALRUS, walrus)),
                config.walrusUrl(),
                config.walrusPort(),
                () -> AwsCredentials.of(systemKey.id(), systemKey.secret()),
                config.region(),
                clock);
    }

    private static ExpectedPeer exactly(ComponentRole role, Component component) {
        return ExpectedPeer.certificate(role, component.certificateSha256());
    }

    InstanceWiring.Ports ports() {
        return new InstanceWiring.Ports(clusters, clusters, clusters, objects, objects, storage);
    }
}
