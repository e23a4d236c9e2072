package io.jarrah.clc.tag.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.tag.TaggableResources;
import io.jarrah.clc.tag.TaggableType;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;

/**
 * Sets tags on existing resources: all of them or, on any error, none.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html">CreateTags</a>
 */
public final class CreateTags implements Operation<CreateTagsRequest, CreateTagsResponse> {
    /** How many resources one request may name. */
    static final int MAX_RESOURCES = 1000;

    private final Database database;
    private final TaggableResources resources;
    private final Tags tags;

    public CreateTags(Database database, TaggableResources resources, Tags tags) {
        this.database = database;
        this.resources = resources;
        this.tags = tags;
    }

    @Override
    public CreateTagsResponse execute(CallContext context, CreateTagsRequest request) {
        requireResources(request.resources());
        Map<String, String> wanted = TagSpecifications.toMap(request.tags());
        if (wanted.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter tagSet");
        }
        return database.write(session -> {
            for (String id : request.resources()) {
                TaggableType type = resources.require(session, context.account(), id);
                type.fit().require(session, context.account(), id, wanted.keySet());
                tags.put(session, context.account(), type.type(), id, wanted);
            }
            return CreateTagsResponse.builder().build();
        });
    }

    static void requireResources(List<String> ids) {
        if (ids.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter resourceIdSet");
        }
        if (ids.size() > MAX_RESOURCES) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "A request may name " + MAX_RESOURCES + " resources, this one names " + ids.size());
        }
    }
}
