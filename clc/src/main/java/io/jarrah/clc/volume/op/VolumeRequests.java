package io.jarrah.clc.volume.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.volume.VolumeEntity;
import io.jarrah.clc.volume.Volumes;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the actions on given volumes share: ids, and finding them or failing as EC2 does. What is another account's does not exist. */
public final class VolumeRequests {
    private VolumeRequests() {}

    /** The error of a parameter that is not there. */
    public static ApiException missing(String parameter) {
        return Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter " + parameter);
    }

    /**
     * The id of a volume.
     *
     * @throws ApiException MissingParameter without one, InvalidVolumeID.Malformed when it has not the form of one
     */
    public static VolumeId volume(@Nullable String text) {
        String id = present(text).orElseThrow(() -> missing("volumeId"));
        try {
            return new VolumeId(id);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    Ec2Error.INVALID_VOLUME_ID_MALFORMED,
                    "Invalid id: \"" + shown(id) + "\" (expecting \"vol-...\")",
                    e);
        }
    }

    /** The ids, each once, in the request's order; may be none. */
    static Set<VolumeId> volumes(List<String> ids) {
        Set<VolumeId> parsed = new LinkedHashSet<>();
        ids.forEach(id -> parsed.add(volume(id)));
        return parsed;
    }

    static InstanceId instance(String id) {
        try {
            return new InstanceId(id);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    Ec2Error.INVALID_INSTANCE_ID_MALFORMED,
                    "Invalid id: \"" + shown(id) + "\" (expecting \"i-...\")",
                    e);
        }
    }

    /**
     * The caller's volume with that id.
     *
     * @throws ApiException InvalidVolume.NotFound when there is none
     */
    public static VolumeEntity find(Session session, CallContext context, VolumeId id) {
        return find(session, context, Set.of(id)).getFirst();
    }

    /** The account's volumes with these ids; an error when one is not there. */
    static List<VolumeEntity> find(Session session, CallContext context, Set<VolumeId> ids) {
        List<VolumeEntity> found = Volumes.visible(session, context.account(), ids);
        if (found.size() < ids.size()) {
            Set<VolumeId> missing = new HashSet<>(ids);
            found.forEach(row -> missing.remove(row.id()));
            VolumeId first = ids.stream().filter(missing::contains).findFirst().orElseThrow();
            throw Ec2Error.INVALID_VOLUME_NOT_FOUND.because("The volume '" + first + "' does not exist.");
        }
        return found;
    }

    static InstanceEntity find(Session session, CallContext context, InstanceId id) {
        return Instances.visible(session, context.account(), List.of(id), context.now()).stream()
                .findFirst()
                .orElseThrow(() ->
                        Ec2Error.INVALID_INSTANCE_ID_NOT_FOUND.because("The instance ID '" + id + "' does not exist"));
    }
}
