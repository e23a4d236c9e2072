package io.jarrah.clc.image.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.ImageId;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;

/**
 * Takes an image off the list. Its object stays, and so do instances launched from it.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html">DeregisterImage</a>
 */
public final class DeregisterImage implements Operation<DeregisterImageRequest, DeregisterImageResponse> {
    private final Database database;

    public DeregisterImage(Database database) {
        this.database = database;
    }

    @Override
    public DeregisterImageResponse execute(CallContext context, DeregisterImageRequest request) {
        ImageId id = ImageRequests.id(request.imageId());
        database.write(session -> {
            var image = ImageRequests.owned(session, context, id);
            image.deregister(context.now());
            return image.id();
        });
        return DeregisterImageResponse.builder().returnValue(true).build();
    }
}
