package io.jarrah.clc.keypair.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.keypair.GeneratedKey;
import io.jarrah.clc.keypair.KeyPair;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.clc.keypair.KeyType;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.KeyPairId;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;

/**
 * Makes a key pair and hands out its private half, once.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html">CreateKeyPair</a>
 */
public final class CreateKeyPair implements Operation<CreateKeyPairRequest, CreateKeyPairResponse> {
    private final Database database;
    private final KeyPairs pairs;
    private final SecureRandom random;

    public CreateKeyPair(Database database, KeyPairs pairs, SecureRandom random) {
        this.database = database;
        this.pairs = pairs;
        this.random = random;
    }

    @Override
    public CreateKeyPairResponse execute(CallContext context, CreateKeyPairRequest request) {
        String name = KeyPairRequests.requireName(request.keyName());
        KeyType type = type(request.keyTypeAsString());
        String format = request.keyFormatAsString();
        if (format != null && !format.equals("pem")) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + format
                    + ") for parameter KeyFormat is invalid. This cloud makes pem; puttygen converts it.");
        }
        Map<String, String> tags = TagSpecifications.parse(request.tagSpecifications(), Set.of(KeyPairs.RESOURCE_TYPE))
                .getOrDefault(KeyPairs.RESOURCE_TYPE, Map.of());
        boolean taken = database.read(
                session -> pairs.byName(session, context.account(), name).isPresent());
        if (taken) {
            throw Ec2Error.INVALID_KEY_PAIR_DUPLICATE.because("The keypair '" + name + "' already exists.");
        }
        GeneratedKey key = GeneratedKey.generate(type, name, random);
        KeyPair pair = new KeyPair(
                KeyPairId.random(random),
                context.account(),
                name,
                type,
                key.fingerprint(),
                key.publicKey().line(name),
                context.now());
        KeyPairRequests.add(database, pairs, pair, tags);
        return CreateKeyPairResponse.builder()
                .keyPairId(pair.id().value())
                .keyName(name)
                .keyFingerprint(pair.fingerprint())
                .keyMaterial(key.privatePem())
                .tags(TagSpecifications.toList(tags))
                .build();
    }

    private static KeyType type(@Nullable String name) {
        return switch (name) {
            case null -> KeyType.RSA;
            case "rsa" -> KeyType.RSA;
            case "ed25519" -> KeyType.ED25519;
            default ->
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + name + ") for parameter KeyType is invalid. Valid values: rsa, ed25519");
        };
    }
}
