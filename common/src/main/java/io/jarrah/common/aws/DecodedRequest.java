package io.jarrah.common.aws;

import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * A Query request, understood.
 *
 * @param request the SDK's request object of the action, for example {@code RunInstancesRequest}; its toString hides secrets
 * @param action the action's name
 * @param version the API version the client speaks, a date; the model's own when the client names none
 * @param unknownParameters names of parameters the model does not have, in request order; log them, do not refuse them
 */
public record DecodedRequest(AwsRequest request, String action, String version, List<String> unknownParameters) {
    /** Copies the list. */
    public DecodedRequest {
        unknownParameters = List.copyOf(unknownParameters);
    }

    /** The request as the class the caller knows it is. */
    public <T extends AwsRequest> T as(Class<T> requestClass) {
        return requestClass.cast(request);
    }
}
