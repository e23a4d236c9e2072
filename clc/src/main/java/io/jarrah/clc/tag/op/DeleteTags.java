package io.jarrah.clc.tag.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.clc.tag.TaggableResources;
import io.jarrah.clc.tag.Tags;
import io.jarrah.common.db.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Removes tags: by key; by key and value when a value is given; all when no tag is named. A tag that is not there is no error.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html">DeleteTags</a>
 */
public final class DeleteTags implements Operation<DeleteTagsRequest, DeleteTagsResponse> {
    private final Database database;
    private final TaggableResources resources;
    private final Tags tags;

    public DeleteTags(Database database, TaggableResources resources, Tags tags) {
        this.database = database;
        this.resources = resources;
        this.tags = tags;
    }

    @Override
    public DeleteTagsResponse execute(CallContext context, DeleteTagsRequest request) {
        CreateTags.requireResources(request.resources());
        Map<String, Optional<String>> named = new LinkedHashMap<>();
        for (Tag tag : request.tags()) {
            if (tag.key() == null) {
                throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter Tag.Key");
            }
            named.put(tag.key(), Optional.ofNullable(tag.value()));
        }
        return database.write(session -> {
            for (String id : request.resources()) {
                resources.require(session, context.account(), id);
                tags.remove(session, context.account(), id, named.isEmpty() ? all(session, context, id) : named);
            }
            return DeleteTagsResponse.builder().build();
        });
    }

    private Map<String, Optional<String>> all(Session session, CallContext context, String id) {
        Map<String, Optional<String>> keys = new LinkedHashMap<>();
        tags.of(session, context.account(), id).keySet().stream()
                .filter(key -> !key.startsWith("aws:"))
                .forEach(key -> keys.put(key, Optional.empty()));
        return keys;
    }
}
