package io.jarrah.clc.snapshot.op;

import static io.jarrah.clc.action.RequestTexts.present;
import static io.jarrah.clc.action.RequestTexts.shown;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.snapshot.Grantee;
import io.jarrah.common.id.AccountId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;

/**
 * What ModifySnapshotAttribute asks for, in the present form and the old one, which may come together.
 *
 * @param add who is to be let in
 * @param remove who is not to be let in any more
 */
record PermissionChange(Set<Grantee> add, Set<Grantee> remove) {
    /** With how many accounts a snapshot can be shared, as at Amazon. */
    static final int MAX_GRANTEES = 1_000;

    static PermissionChange of(ModifySnapshotAttributeRequest request) {
        SnapshotAttribute.of(request.attributeAsString()).ifPresent(SnapshotAttribute::requireChangeable);
        Set<Grantee> add = new HashSet<>();
        Set<Grantee> remove = new HashSet<>();
        if (request.createVolumePermission() != null) {
            request.createVolumePermission().add().forEach(one -> add.add(grantee(one)));
            request.createVolumePermission().remove().forEach(one -> remove.add(grantee(one)));
        }
        Set<Grantee> old = new HashSet<>();
        request.userIds().forEach(user -> old.add(user(user)));
        request.groupNames().forEach(group -> old.add(group(group)));
        if (!old.isEmpty()) {
            (isRemoval(request) ? remove : add).addAll(old);
        }
        if (add.isEmpty() && remove.isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because("No attributes specified.");
        }
        return new PermissionChange(Set.copyOf(add), Set.copyOf(remove));
    }

    /**
     * Who is let in after it.
     *
     * @param before who is let in now
     */
    Set<Grantee> applyTo(Set<Grantee> before) {
        Set<Grantee> after = new HashSet<>(before);
        after.addAll(add);
        after.removeAll(remove);
        if (after.size() > MAX_GRANTEES && after.size() > before.size()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("A snapshot can be shared with " + MAX_GRANTEES
                    + " accounts at most; this one would be with " + after.size() + ".");
        }
        return after;
    }

    private static boolean isRemoval(ModifySnapshotAttributeRequest request) {
        String type = present(request.operationTypeAsString())
                .orElseThrow(() ->
                        Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter operationType"));
        return switch (type) {
            case "add" -> false;
            case "remove" -> true;
            default ->
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Value (" + shown(type) + ") for parameter operationType is invalid. It is add or remove.");
        };
    }

    private static Grantee grantee(CreateVolumePermission permission) {
        Optional<String> user = present(permission.userId());
        Optional<String> group = present(permission.groupAsString());
        if (user.isPresent() == group.isPresent()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "An item of createVolumePermission has either a UserId or a Group.");
        }
        return user.map(PermissionChange::user).orElseGet(() -> group(group.orElseThrow()));
    }

    private static Grantee user(String id) {
        try {
            return Grantee.of(new AccountId(id));
        } catch (IllegalArgumentException e) {
            throw new ApiException(Ec2Error.INVALID_USER_ID_MALFORMED, "Invalid user id: \"" + shown(id) + "\"", e);
        }
    }

    private static Grantee group(String name) {
        if (!name.equals(Grantee.ALL.value())) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + shown(name) + ") for parameter group is invalid. The only group is 'all'.");
        }
        return Grantee.ALL;
    }
}
