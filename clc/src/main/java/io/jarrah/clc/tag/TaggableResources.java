package io.jarrah.clc.tag;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.AccountId;
import java.util.List;
import org.hibernate.Session;

/** All kinds of resources that can be tagged; every feature contributes its own. */
public final class TaggableResources {
    private final List<TaggableType> types;

    public TaggableResources(List<TaggableType> types) {
        this.types = List.copyOf(types);
    }

    /**
     * The kind of an existing resource that the account may tag.
     *
     * @throws ApiException InvalidID when no kind has such ids, else the kind's own Malformed or NotFound error
     */
    public TaggableType require(Session session, AccountId account, String resourceId) {
        for (TaggableType type : types) {
            if (type.owns(resourceId)) {
                type.require(session, account, resourceId);
                return type;
            }
        }
        throw Ec2Error.INVALID_ID.because("The ID '" + resourceId + "' is not valid");
    }
}
