package io.jarrah.clc.tag;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ResourceIds;
import java.util.Set;
import org.hibernate.Session;

/**
 * A kind of resource that can be tagged.
 *
 * @param type as EC2 names it, such as {@code key-pair}
 * @param prefix what its ids begin with, without the hyphen, such as {@code key}
 * @param notFound answered when the account has no such resource
 * @param malformed answered when the id does not have the form of an id
 * @param visible whether the account may tag the resource of that id
 * @param fit refuses keys that a resource cannot have
 */
public record TaggableType(
        String type, String prefix, Ec2Error notFound, Ec2Error malformed, Visible visible, Fit fit) {
    /** A kind whose resources can have any key. */
    public TaggableType(String type, String prefix, Ec2Error notFound, Ec2Error malformed, Visible visible) {
        this(type, prefix, notFound, malformed, visible, (session, account, id, keys) -> {});
    }

    /** Looks at keys that a resource is about to get. */
    @FunctionalInterface
    public interface Fit {
        /**
         * Returns when that resource can have tags with these keys.
         *
         * @throws io.jarrah.clc.action.ApiException InvalidParameterValue when it cannot
         */
        void require(Session session, AccountId account, String resourceId, Set<String> keys);
    }

    /** Looks a resource up. */
    @FunctionalInterface
    public interface Visible {
        /** Whether that resource is there and this account may tag it. */
        boolean to(Session session, AccountId account, String resourceId);
    }

    boolean owns(String resourceId) {
        return resourceId.startsWith(prefix + "-");
    }

    void require(Session session, AccountId account, String resourceId) {
        if (!ResourceIds.isLongId(prefix, resourceId)) {
            throw malformed.because("Invalid id: \"" + resourceId + "\" (expecting \"" + prefix + "-...\")");
        }
        if (!visible.to(session, account, resourceId)) {
            throw notFound.because("The " + type + " ID '" + resourceId + "' does not exist");
        }
    }
}
