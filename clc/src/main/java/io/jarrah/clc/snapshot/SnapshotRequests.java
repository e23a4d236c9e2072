package io.jarrah.clc.snapshot;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.SnapshotId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the actions on given snapshots share: ids, and finding them or failing as EC2 does. What another account keeps to itself does not exist. */
public final class SnapshotRequests {
    private SnapshotRequests() {}

    /**
     * The id.
     *
     * @throws ApiException MissingParameter without one, InvalidSnapshotID.Malformed when it has not the form of one
     */
    public static SnapshotId id(@Nullable String text) {
        String id = present(text)
                .orElseThrow(
                        () -> Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter snapshotId"));
        try {
            return new SnapshotId(id);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    Ec2Error.INVALID_SNAPSHOT_ID_MALFORMED,
                    "Invalid id: \"" + shown(id) + "\" (expecting \"snap-...\")",
                    e);
        }
    }

    /** The ids, each once, in the request's order; may be none. */
    public static Set<SnapshotId> ids(List<String> texts) {
        Set<SnapshotId> ids = new LinkedHashSet<>();
        texts.forEach(text -> ids.add(id(text)));
        return ids;
    }

    /**
     * A snapshot the caller may begin volumes with.
     *
     * @throws ApiException InvalidSnapshot.NotFound when there is none
     */
    public static SnapshotEntity usable(Session session, CallContext context, SnapshotId id) {
        return usable(session, context, Set.of(id)).getFirst();
    }

    /**
     * The snapshots with these ids, all of which the caller may begin volumes with.
     *
     * @throws ApiException InvalidSnapshot.NotFound when one is not there
     */
    public static List<SnapshotEntity> usable(Session session, CallContext context, Set<SnapshotId> ids) {
        List<SnapshotEntity> found = Snapshots.usable(session, context.account(), ids);
        if (found.size() < ids.size()) {
            Set<SnapshotId> missing = new LinkedHashSet<>(ids);
            found.forEach(row -> missing.remove(row.id()));
            throw Ec2Error.INVALID_SNAPSHOT_NOT_FOUND.because(
                    "The snapshot '" + missing.iterator().next() + "' does not exist.");
        }
        return found;
    }

    /**
     * A snapshot the caller owns.
     *
     * @throws ApiException InvalidSnapshot.NotFound when there is none that it may see, AuthFailure when another account shares it
     */
    public static SnapshotEntity owned(Session session, CallContext context, SnapshotId id) {
        SnapshotEntity row = usable(session, context, id);
        if (!row.account().equals(context.account())) {
            throw Ec2Error.AUTH_FAILURE.because("Not authorized for snapshot:" + id);
        }
        return row;
    }

    /** The ARN; snapshots are of no account in ARNs, as at Amazon. */
    public static String arn(CallContext context, @Nullable String id) {
        return "arn:aws:ec2:" + context.region() + "::" + Snapshots.RESOURCE_TYPE + "/" + id;
    }
}
