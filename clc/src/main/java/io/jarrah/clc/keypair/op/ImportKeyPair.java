package io.jarrah.clc.keypair.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.keypair.Fingerprints;
import io.jarrah.clc.keypair.KeyPair;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.clc.keypair.PublicKeyLine;
import io.jarrah.clc.keypair.PublicKeys;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.KeyPairId;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;

/**
 * Takes the public half of a key the user made.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html">ImportKeyPair</a>
 */
public final class ImportKeyPair implements Operation<ImportKeyPairRequest, ImportKeyPairResponse> {
    private final Database database;
    private final KeyPairs pairs;
    private final RandomGenerator random;

    public ImportKeyPair(Database database, KeyPairs pairs, RandomGenerator random) {
        this.database = database;
        this.pairs = pairs;
        this.random = random;
    }

    @Override
    public ImportKeyPairResponse execute(CallContext context, ImportKeyPairRequest request) {
        String name = KeyPairRequests.requireName(request.keyName());
        SdkBytes material = request.publicKeyMaterial();
        if (material == null) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter PublicKeyMaterial");
        }
        PublicKeyLine key = parse(material.asByteArray());
        Map<String, String> tags = TagSpecifications.parse(request.tagSpecifications(), Set.of(KeyPairs.RESOURCE_TYPE))
                .getOrDefault(KeyPairs.RESOURCE_TYPE, Map.of());
        KeyPair pair = new KeyPair(
                KeyPairId.random(random),
                context.account(),
                name,
                key.type(),
                Fingerprints.ofImported(key),
                key.line(name),
                context.now());
        KeyPairRequests.add(database, pairs, pair, tags);
        return ImportKeyPairResponse.builder()
                .keyPairId(pair.id().value())
                .keyName(name)
                .keyFingerprint(pair.fingerprint())
                .tags(TagSpecifications.toList(tags))
                .build();
    }

    private static PublicKeyLine parse(byte[] material) {
        try {
            return PublicKeys.parse(material);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    Ec2Error.INVALID_KEY_FORMAT, "Key is not in valid OpenSSH public key format: " + e.getMessage(), e);
        }
    }
}
