package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.instance.MetadataDefaultsEntity;
import io.jarrah.clc.instance.MetadataPreferences;
import io.jarrah.common.db.Database;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GetInstanceMetadataDefaultsRequest;
import software.amazon.awssdk.services.ec2.model.GetInstanceMetadataDefaultsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataDefaultsResponse;

/**
 * What launches of the account use when they do not say how metadata may be read; what it never said is left out.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceMetadataDefaults.html">GetInstanceMetadataDefaults</a>
 */
public final class GetInstanceMetadataDefaults
        implements Operation<GetInstanceMetadataDefaultsRequest, GetInstanceMetadataDefaultsResponse> {
    private final Database database;

    public GetInstanceMetadataDefaults(Database database) {
        this.database = database;
    }

    @Override
    public GetInstanceMetadataDefaultsResponse execute(
            CallContext context, GetInstanceMetadataDefaultsRequest request) {
        Optional<MetadataDefaultsEntity> row =
                database.read(session -> MetadataDefaultsEntity.find(session, context.account()));
        MetadataPreferences has = row.map(MetadataDefaultsEntity::preferences).orElse(MetadataPreferences.NONE);
        return GetInstanceMetadataDefaultsResponse.builder()
                .accountLevel(InstanceMetadataDefaultsResponse.builder()
                        .httpEndpoint(
                                has.enabled().map(MetadataRendering::enabled).orElse(null))
                        .httpTokens(has.tokensRequired()
                                .map(MetadataRendering::tokens)
                                .orElse(null))
                        .httpPutResponseHopLimit(has.hopLimit().orElse(null))
                        .instanceMetadataTags(
                                has.tags().map(MetadataRendering::enabled).orElse(null))
                        .httpTokensEnforced(row.flatMap(MetadataDefaultsEntity::tokensEnforced)
                                .map(MetadataRendering::enabled)
                                .orElse(null))
                        .managedBy("account")
                        .build())
                .build();
    }
}
