package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.instance.MetadataDefaultsEntity;
import io.jarrah.clc.instance.MetadataPreferences;
import io.jarrah.common.db.ContendedWork;
import io.jarrah.common.db.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataDefaultsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataDefaultsResponse;

/**
 * Changes what launches of the account use when they do not say how metadata may be read. {@code no-preference}, for the hop limit -1,
 * takes a preference back; what the request does not name stays.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataDefaults.html">ModifyInstanceMetadataDefaults</a>
 */
public final class ModifyInstanceMetadataDefaults
        implements Operation<ModifyInstanceMetadataDefaultsRequest, ModifyInstanceMetadataDefaultsResponse> {
    private static final String NO_PREFERENCE = "no-preference";
    private static final int NO_LIMIT = -1;

    private final Database database;

    public ModifyInstanceMetadataDefaults(Database database) {
        this.database = database;
    }

    @Override
    public ModifyInstanceMetadataDefaultsResponse execute(
            CallContext context, ModifyInstanceMetadataDefaultsRequest request) {
        Integer hops = request.httpPutResponseHopLimit();
        MetadataPreferences wanted = MetadataPreferences.of(
                preferred(request.httpEndpointAsString()),
                preferred(request.httpTokensAsString()),
                hops != null && hops == NO_LIMIT ? null : hops,
                preferred(request.instanceMetadataTagsAsString()),
                null);
        Optional<Boolean> enforced = MetadataPreferences.flag(
                "HttpTokensEnforced", preferred(request.httpTokensEnforcedAsString()), "enabled", "disabled");
        // Two first calls of an account would both make its row; the later one runs again.
        ContendedWork.write(database, session -> {
            MetadataDefaultsEntity row = MetadataDefaultsEntity.ensure(session, context.account());
            MetadataPreferences had = row.preferences();
            row.prefer(
                    new MetadataPreferences(
                            named(request.httpEndpointAsString()) ? wanted.enabled() : had.enabled(),
                            named(request.httpTokensAsString()) ? wanted.tokensRequired() : had.tokensRequired(),
                            hops != null ? wanted.hopLimit() : had.hopLimit(),
                            named(request.instanceMetadataTagsAsString()) ? wanted.tags() : had.tags(),
                            had.ipv6()),
                    named(request.httpTokensEnforcedAsString()) ? enforced : row.tokensEnforced());
            return context.account();
        });
        return ModifyInstanceMetadataDefaultsResponse.builder()
                .returnValue(true)
                .build();
    }

    private static boolean named(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private static @Nullable String preferred(@Nullable String value) {
        return NO_PREFERENCE.equals(value) ? null : value;
    }
}
