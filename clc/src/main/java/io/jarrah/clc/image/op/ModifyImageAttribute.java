package io.jarrah.clc.image.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.action.Operation;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ImageId;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.LaunchPermissionModifications;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeResponse;

/**
 * Makes an image public or takes that back: launchPermission for the group "all", in the present and the old form.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html">ModifyImageAttribute</a>
 */
public final class ModifyImageAttribute
        implements Operation<ModifyImageAttributeRequest, ModifyImageAttributeResponse> {
    private final Database database;

    public ModifyImageAttribute(Database database) {
        this.database = database;
    }

    @Override
    public ModifyImageAttributeResponse execute(CallContext context, ModifyImageAttributeRequest request) {
        ImageId id = ImageRequests.id(request.imageId());
        boolean everyone = everyone(request).orElseThrow(ModifyImageAttribute::unsupported);
        database.write(session -> {
            var image = ImageRequests.owned(session, context, id);
            image.permitEveryone(everyone);
            return image.id();
        });
        return ModifyImageAttributeResponse.builder().build();
    }

    private static Optional<Boolean> everyone(ModifyImageAttributeRequest request) {
        LaunchPermissionModifications permission = request.launchPermission();
        if (permission != null) {
            requireGroups(permission.add());
            requireGroups(permission.remove());
            if (permission.add().isEmpty() == permission.remove().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(!permission.add().isEmpty());
        }
        boolean old = "launchPermission".equals(request.attribute())
                && request.userIds().isEmpty()
                && request.userGroups().equals(List.of("all"));
        String type = request.operationTypeAsString();
        if (!old || type == null) {
            return Optional.empty();
        }
        return switch (type) {
            case "add" -> Optional.of(true);
            case "remove" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static void requireGroups(List<LaunchPermission> permissions) {
        for (LaunchPermission permission : permissions) {
            if (!"all".equals(permission.groupAsString())) {
                throw unsupported();
            }
        }
    }

    private static ApiException unsupported() {
        return Ec2Error.UNSUPPORTED_OPERATION.because(
                "Only launchPermission of the group 'all' can be added or removed in this cloud.");
    }
}
