package io.jarrah.common.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentRegistryTest {
    private static final Component CLC = component(ComponentRole.CLC, "clc", "a", false);
    private static final Component NODE = component(ComponentRole.NC, "nc1", "b", false);

    @TempDir
    Path directory;

    private static Component component(ComponentRole role, String name, String digit, boolean revoked) {
        return new Component(
                role,
                name,
                role == ComponentRole.NC ? Optional.of(new ClusterName("zone1")) : Optional.empty(),
                URI.create("https://127.0.0.1:1/services"),
                digit.repeat(64),
                revoked);
    }

    private static Changes<Component> changes(long number, boolean complete, Component... items) {
        return new Changes<>(new Revision("e", number), complete, List.of(items));
    }

    @Test
    void followsChangesAndSurvivesARestart() {
        Path file = directory.resolve("registry.json");
        ComponentRegistry registry = new ComponentRegistry(file);
        assertThat(registry.components()).isEmpty();
        assertThat(registry.revision()).isEqualTo(Revision.NONE);
        registry.seed(List.of(CLC));
        assertThat(registry.find(CLC.certificateSha256())).contains(CLC);

        registry.apply(changes(4, true, CLC, NODE));
        Component renewed = component(ComponentRole.NC, "nc1", "c", false);
        registry.apply(changes(5, false, renewed));
        assertThat(registry.find(NODE.certificateSha256())).isEmpty();
        assertThat(registry.find(ComponentRole.NC, "nc1")).contains(renewed);

        Component revoked = component(ComponentRole.NC, "nc1", "c", true);
        registry.apply(changes(6, false, revoked));
        assertThat(registry.find(ComponentRole.NC, "nc1")).isEmpty();
        assertThat(registry.all(ComponentRole.NC)).isEmpty();
        assertThat(registry.find(revoked.certificateSha256())).contains(revoked);

        ComponentRegistry again = new ComponentRegistry(file);
        assertThat(again.components()).containsExactlyInAnyOrder(CLC, revoked);
        assertThat(again.revision()).isEqualTo(new Revision("e", 6));
        again.apply(changes(7, true, CLC));
        assertThat(again.components()).containsExactly(CLC);
    }

    @Test
    void theFollowerGoesOnAfterAFailure() throws Exception {
        ComponentRegistry registry = new ComponentRegistry(directory.resolve("registry.json"));
        BlockingQueue<Object> asked = new LinkedBlockingQueue<>();
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        answers.add(new ServiceException(ServiceException.Code.UNAVAILABLE, "away"));
        answers.add(changes(1, true, CLC));
        IdentityService clc = (IdentityService) Proxy.newProxyInstance(
                IdentityService.class.getClassLoader(), new Class<?>[] {IdentityService.class}, (p, method, args) -> {
                    asked.add(args[1]);
                    Object answer = answers.take();
                    if (answer instanceof ServiceException e) {
                        throw e;
                    }
                    return answer;
                });
        RegistryFollower follower = new RegistryFollower(registry, clc, Duration.ofSeconds(60), new Random(1));
        follower.start();
        try {
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(Revision.NONE);
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(Revision.NONE);
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(new Revision("e", 1));
            assertThat(registry.components()).containsExactly(CLC);
        } finally {
            // The poll under way ends as a real one does when its thread is interrupted.
            answers.add(new ServiceException(ServiceException.Code.UNAVAILABLE, "interrupted"));
            follower.stop();
        }
    }
}
