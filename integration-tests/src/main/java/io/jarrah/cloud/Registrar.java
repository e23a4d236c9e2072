package io.jarrah.cloud;

import io.jarrah.clc.Clc;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.pki.JoinToken;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Registers components as the admin command would, and puts their tokens where they look for them. */
final class Registrar {
    private final Clc clc;
    private final InstantSource clock;
    private final SecureRandom random;

    Registrar(Clc clc, InstantSource clock, SecureRandom random) {
        this.clc = clc;
        this.clock = clock;
        this.random = random;
    }

    /** One that has its keys already is left alone. */
    void register(ComponentRole role, String name, Optional<ClusterName> cluster, Path directory) throws IOException {
        if (Files.exists(directory.resolve("keys.p12"))) {
            return;
        }
        JoinToken token = JoinToken.random(role, name, clc.authorityFingerprint(), random);
        clc.wiring().components().register(role, name, cluster, token.secretSha256(), clock.instant());
        DurableFiles.replace(directory.resolve("join-token"), token.format().getBytes(StandardCharsets.UTF_8));
    }
}
