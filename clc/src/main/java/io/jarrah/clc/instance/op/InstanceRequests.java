package io.jarrah.clc.instance.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.RequestTexts;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.common.id.InstanceId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the actions on given instances share: ids, and finding all of them or failing as EC2 does. */
final class InstanceRequests {
    private InstanceRequests() {}

    static InstanceId id(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter InstanceId");
        }
        try {
            return new InstanceId(text);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    Ec2Error.INVALID_INSTANCE_ID_MALFORMED,
                    "Invalid id: \"" + RequestTexts.shown(text) + "\" (expecting \"i-...\")",
                    e);
        }
    }

    /** The ids, each once, in the request's order; at least one. */
    static Set<InstanceId> required(List<String> ids) {
        if (ids.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter InstanceId");
        }
        return parsed(ids);
    }

    /** The ids, each once, in the request's order; may be none. */
    static Set<InstanceId> parsed(List<String> ids) {
        Set<InstanceId> parsed = new LinkedHashSet<>();
        ids.forEach(id -> parsed.add(id(id)));
        return parsed;
    }

    /** The account's instances with these ids, in their order; an error when one is not there. */
    static List<InstanceEntity> find(Session session, CallContext context, Set<InstanceId> ids) {
        Map<InstanceId, InstanceEntity> found = new LinkedHashMap<>();
        Instances.visible(session, context.account(), ids, context.now()).forEach(row -> found.put(row.id(), row));
        List<InstanceId> missing =
                ids.stream().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            throw notFound(missing);
        }
        return ids.stream().map(found::get).toList();
    }

    static InstanceEntity find(Session session, CallContext context, InstanceId id) {
        return find(session, context, Set.of(id)).getFirst();
    }

    private static ApiException notFound(List<InstanceId> missing) {
        if (missing.size() == 1) {
            return Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND.because(
                    "The instance ID '" + missing.getFirst() + "' does not exist");
        }
        return Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND.because("The instance IDs '"
                + String.join(", ", missing.stream().map(InstanceId::value).toList()) + "' do not exist");
    }
}
