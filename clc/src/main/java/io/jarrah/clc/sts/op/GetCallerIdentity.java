package io.jarrah.clc.sts.op;

import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who signed; needs no permission.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public final class GetCallerIdentity implements Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> {
    @Override
    public GetCallerIdentityResponse execute(CallContext context, GetCallerIdentityRequest request) {
        return GetCallerIdentityResponse.builder()
                .account(context.account().value())
                .userId(context.principal().userId())
                .arn(context.principal().arn())
                .build();
    }
}
