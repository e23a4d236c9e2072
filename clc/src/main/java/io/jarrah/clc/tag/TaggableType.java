package io.jarrah.clc.tag;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ResourceIds;
import org.hibernate.Session;

/**
 * A kind of resource that can be tagged.
 *
 * @param type as EC2 names it, such as {@code key-pair}
 * @param prefix what its ids begin with, without the hyphen, such as {@code key}
 * @param notFound answered when the account has no such resource
 * @param malformed answered when the id does not have the form of an id
 * @param visible whether the account may tag the resource of that id
 */
public record TaggableType(String type, String prefix, Ec2Error notFound, Ec2Error malformed, Visible visible) {
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
