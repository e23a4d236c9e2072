package io.jarrah.clc.keypair.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.keypair.KeyPair;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.clc.tag.Tags;
import io.jarrah.clc.tag.op.TagSpecifications;
import io.jarrah.common.db.Database;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/**
 * The account's key pairs, by name.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html">DescribeKeyPairs</a>
 */
public final class DescribeKeyPairs implements Operation<DescribeKeyPairsRequest, DescribeKeyPairsResponse> {
    private record Tagged(KeyPair pair, Map<String, String> tags) {}

    private static final Filters<Tagged> FILTERS = Filters.<Tagged>of()
            .text("key-name", tagged -> tagged.pair().name())
            .text("key-pair-id", tagged -> tagged.pair().id().value())
            .text("key-type", tagged -> tagged.pair().type().wireName())
            .text("fingerprint", tagged -> tagged.pair().fingerprint())
            .tags(Tagged::tags)
            .build();

    private final Database database;
    private final KeyPairs pairs;
    private final Tags tags;

    public DescribeKeyPairs(Database database, KeyPairs pairs, Tags tags) {
        this.database = database;
        this.pairs = pairs;
        this.tags = tags;
    }

    @Override
    public DescribeKeyPairsResponse execute(CallContext context, DescribeKeyPairsRequest request) {
        List<Tagged> all = database.read(session -> {
            Map<String, Map<String, String>> byId = tags.ofType(session, context.account(), KeyPairs.RESOURCE_TYPE);
            return pairs.all(session, context.account()).stream()
                    .map(pair -> new Tagged(pair, byId.getOrDefault(pair.id().value(), Map.of())))
                    .sorted(Comparator.comparing(tagged -> tagged.pair().name()))
                    .toList();
        });
        requireAll(request.keyNames(), all, tagged -> tagged.pair().name(), "The key pair '%s' does not exist");
        requireAll(
                request.keyPairIds(), all, tagged -> tagged.pair().id().value(), "The key pair ID '%s' does not exist");
        List<Tagged> named = all.stream()
                .filter(tagged -> request.keyNames().isEmpty()
                        || request.keyNames().contains(tagged.pair().name()))
                .filter(tagged -> request.keyPairIds().isEmpty()
                        || request.keyPairIds().contains(tagged.pair().id().value()))
                .toList();
        boolean withPublicKey = Boolean.TRUE.equals(request.includePublicKey());
        return DescribeKeyPairsResponse.builder()
                .keyPairs(FILTERS.apply(request.filters(), named).stream()
                        .map(tagged -> info(tagged, withPublicKey))
                        .toList())
                .build();
    }

    private static void requireAll(
            List<String> wanted, List<Tagged> all, Function<Tagged, String> key, String missing) {
        Set<String> present = new HashSet<>(all.stream().map(key).toList());
        for (String one : wanted) {
            if (!present.contains(one)) {
                throw Ec2Error.INVALID_KEY_PAIR_NOT_FOUND.because(missing.formatted(one));
            }
        }
    }

    private static KeyPairInfo info(Tagged tagged, boolean withPublicKey) {
        KeyPair pair = tagged.pair();
        return KeyPairInfo.builder()
                .keyPairId(pair.id().value())
                .keyName(pair.name())
                .keyType(pair.type().wireName())
                .keyFingerprint(pair.fingerprint())
                .publicKey(withPublicKey ? pair.publicKey() : null)
                .createTime(pair.created())
                .tags(TagSpecifications.toList(tagged.tags()))
                .build();
    }
}
