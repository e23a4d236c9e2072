package io.jarrah.clc.image.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.Images;
import io.jarrah.common.id.ImageId;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the actions on given images share. */
final class ImageRequests {
    private static final int SHOWN = 64;

    private ImageRequests() {}

    static ImageId id(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter ImageId");
        }
        try {
            return new ImageId(text);
        } catch (IllegalArgumentException e) {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
            throw new ApiException(
                    Ec2Error.INVALID_AMI_ID_MALFORMED, "Invalid id: \"" + shown + "\" (expecting \"ami-...\")", e);
        }
    }

    /** An image the caller owns; one of another account that it may see is refused, any other is not there. */
    static ImageEntity owned(Session session, CallContext context, ImageId id) {
        ImageEntity image = Images.visible(session, context.account(), id).orElseThrow(() -> notFound(id));
        if (!image.account().equals(context.account())) {
            throw Ec2Error.AUTH_FAILURE.because("Not authorized for image:" + id);
        }
        return image;
    }

    static ApiException notFound(ImageId id) {
        return Ec2Error.INVALID_AMI_ID_NOT_FOUND.because("The image id '[" + id + "]' does not exist");
    }
}
