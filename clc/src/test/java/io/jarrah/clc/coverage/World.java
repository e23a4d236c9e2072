package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.ApiWiring;
import io.jarrah.clc.ClcConfig;
import io.jarrah.clc.PublicApi;
import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.http.Clients;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** What the samples act in: the whole EC2 API over a fake cluster, alice who owns things, and bob who must not get at them. */
final class World implements AutoCloseable {
    /** A key pair of alice's. */
    static final String KEY = "alices-key";
    /** An id of the right form that nothing has. */
    static final String NO_INSTANCE = "i-00000000000000001";

    final TestingCloud cloud = new TestingCloud(new PublicAddressPlan(AddressRanges.parse("203.0.113.0/24"), 100));
    final PublicApi api;
    final Ec2Client alice;
    final Ec2Client bob;
    /** A private image of alice's. */
    final String image;
    /** A running instance of alice's. */
    final String instance;

    private final ServiceGroup services;

    World(Path state) throws Exception {
        cloud.cluster.automatic();
        cloud.storage.automatic();
        api = new PublicApi(
                ClcConfig.local(state),
                cloud.api,
                cloud.wiring::addTo,
                cloud.wiring::addToAdmin,
                cloud.wiring.taggable(Clock.systemUTC()),
                "0".repeat(64),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        List<Service> all = new ArrayList<>(cloud.wiring.services());
        all.add(api);
        services = new ServiceGroup("world", all);
        services.start();
        alice = Clients.ec2(api.uri(), key("alice"));
        bob = Clients.ec2(api.uri(), key("bob"));
        image = cloud.image(TestingCalls.ALICE, false).value();
        alice.createKeyPair(r -> r.keyName(KEY).keyType("ed25519"));
        cloud.objects.put("images/disk.img", new byte[] {1, 2, 3});
        instance = launched();
    }

    NewAccessKey key(String account) {
        ApiWiring wiring = cloud.api;
        return wiring.accessKeys().create(account, Optional.empty(), TestingCalls.NOW);
    }

    /** A further running instance of alice's. */
    String launched() throws Exception {
        String id = alice.runInstances(r -> r.imageId(image).minCount(1).maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
        Eventually.passes(() -> assertThat(alice.describeInstances(r -> r.instanceIds(id))
                        .reservations()
                        .getFirst()
                        .instances()
                        .getFirst()
                        .state()
                        .nameAsString())
                .isEqualTo("running"));
        return id;
    }

    /** The error code the call is answered with. */
    static String code(ThrowingCallable call) {
        Ec2Exception refused = catchThrowableOfType(Ec2Exception.class, call);
        assertThat(refused).as("the call must be refused").isNotNull();
        return refused.awsErrorDetails().errorCode();
    }

    @Override
    public void close() throws IOException {
        alice.close();
        bob.close();
        try {
            services.stop();
            cloud.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
