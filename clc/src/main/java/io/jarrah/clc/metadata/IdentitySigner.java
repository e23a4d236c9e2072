package io.jarrah.clc.metadata;

import io.jarrah.common.pki.DocumentSigner;
import io.jarrah.common.pki.Pem;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's key for instance identity documents: {@code instance-identity.p12} in the state directory, made when it is first
 * needed, and its certificate beside it in {@code instance-identity.pem} for those who check the documents. All CLCs of a
 * cloud need the same files, as they do the master key.
 */
public final class IdentitySigner {
    private final Path state;
    private final InstantSource clock;
    private final SecureRandom random;
    private @Nullable DocumentSigner opened;

    /**
     * A signer whose files lie in that directory.
     *
     * @param state the service's state directory
     */
    public IdentitySigner(Path state, InstantSource clock, SecureRandom random) {
        this.state = state;
        this.clock = clock;
        this.random = random;
    }

    /** The signer. */
    public synchronized DocumentSigner get() {
        DocumentSigner signer = opened;
        if (signer == null) {
            signer = DocumentSigner.open(
                    state.resolve("instance-identity.p12"), "Jarrah instance identity", clock.instant(), random);
            publish(signer);
            opened = signer;
        }
        return signer;
    }

    private void publish(DocumentSigner signer) {
        Path file = state.resolve("instance-identity.pem");
        try {
            DurableFiles.replace(file, Pem.format(signer.certificate()).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the certificate of instance identity documents to " + file, e);
        }
    }
}
