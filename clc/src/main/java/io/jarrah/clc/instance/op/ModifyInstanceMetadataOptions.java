package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.instance.MetadataDefaultsEntity;
import io.jarrah.clc.instance.MetadataPreferences;
import io.jarrah.clc.instance.MetadataRules;
import io.jarrah.clc.instance.MetadataSettings;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.InstanceId;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsResponse;

/**
 * Changes how an instance may read its metadata. What the request does not name stays. The relay asks again within
 * {@link MetadataSettings#TOLD_FOR}; until then the change is pending.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html">ModifyInstanceMetadataOptions</a>
 */
public final class ModifyInstanceMetadataOptions
        implements Operation<ModifyInstanceMetadataOptionsRequest, ModifyInstanceMetadataOptionsResponse> {
    private final Database database;
    private final Tags tags;
    private final NetworkPlan plan;

    public ModifyInstanceMetadataOptions(Database database, Tags tags, NetworkPlan plan) {
        this.plan = plan;
        this.database = database;
        this.tags = tags;
    }

    @Override
    public ModifyInstanceMetadataOptionsResponse execute(
            CallContext context, ModifyInstanceMetadataOptionsRequest request) {
        InstanceId id = InstanceRequests.id(request.instanceId());
        MetadataPreferences wanted = MetadataPreferences.of(
                request.httpEndpointAsString(),
                request.httpTokensAsString(),
                request.httpPutResponseHopLimit(),
                request.instanceMetadataTagsAsString(),
                request.httpProtocolIpv6AsString());
        wanted.requireServed(plan);
        InstanceMetadataOptionsResponse options = database.write(session -> change(session, context, id, wanted));
        return ModifyInstanceMetadataOptionsResponse.builder()
                .instanceId(id.value())
                .instanceMetadataOptions(options)
                .build();
    }

    private InstanceMetadataOptionsResponse change(
            Session session, CallContext context, InstanceId id, MetadataPreferences wanted) {
        InstanceEntity row = InstanceRequests.find(session, context, id);
        InstanceState state = row.state();
        if (state != InstanceState.PENDING && state != InstanceState.RUNNING) {
            throw Ec2Error.INCORRECT_INSTANCE_STATE.because("The instance '" + id
                    + "' is not in a state from which its metadata options can be changed; it is " + state.apiName()
                    + ".");
        }
        MetadataSettings settings = wanted.over(row.metadata());
        if (wanted.tokensRequired().isPresent()) {
            MetadataRules.requireEnforced(MetadataDefaultsEntity.find(session, context.account()), settings);
        }
        MetadataRules.requireReadable(
                settings, tags.of(session, context.account(), id.value()).keySet());
        row.readMetadata(settings, context.now());
        return MetadataRendering.options(row, context.now());
    }
}
