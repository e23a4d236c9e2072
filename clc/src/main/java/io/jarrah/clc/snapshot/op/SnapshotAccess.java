package io.jarrah.clc.snapshot.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.snapshot.SnapshotRequests;
import io.jarrah.clc.volume.op.VolumeAccess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;

/**
 * Which resources a policy must allow.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Actions and resource types of EC2</a>
 */
public final class SnapshotAccess {
    private SnapshotAccess() {}

    /** A snapshot that is to be, and its volume. */
    public static List<String> ofCreation(CallContext context, CreateSnapshotRequest request) {
        List<String> arns = new ArrayList<>(snapshot(context, "*"));
        arns.addAll(VolumeAccess.volume(context, request.volumeId()));
        return List.copyOf(arns);
    }

    /** The snapshot with that id. */
    public static List<String> snapshot(CallContext context, @Nullable String id) {
        return List.of(SnapshotRequests.arn(context, id));
    }
}
