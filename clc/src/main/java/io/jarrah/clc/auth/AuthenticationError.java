package io.jarrah.clc.auth;

import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiError;
import io.jarrah.clc.action.ApiException;
import io.jarrah.common.sign.SignatureFailure;
import io.jarrah.common.sign.SignatureRejectedException;

/** A refused signature as that API answers it. */
record AuthenticationError(String code, int httpStatus) implements ApiError {
    private static final String EC2_INVALID = "AWS was not able to validate the provided access credentials";
    private static final String TOKEN_INVALID = "The security token included in the request is invalid.";

    @Override
    public Category category() {
        return Category.USER;
    }

    static ApiException of(Api api, SignatureRejectedException rejected) {
        SignatureFailure failure = rejected.failure();
        boolean ec2 = api == Api.EC2;
        AuthenticationError error = ec2
                ? new AuthenticationError(failure.ec2Code(), failure.ec2Status())
                : new AuthenticationError(failure.queryCode(), failure.queryStatus());
        String message = rejected.getMessage();
        if (ec2 && error.code().equals("AuthFailure")) {
            message = EC2_INVALID;
        } else if (failure == SignatureFailure.UNKNOWN_KEY) {
            message = TOKEN_INVALID;
        }
        return new ApiException(error, message == null ? "" : message, rejected);
    }
}
