package io.jarrah.clc.http;

import io.jarrah.clc.action.ApiError;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.aws.QueryCodec;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.http.Refusals;

/** Words as EC2 does what is no HTTP request, or too long a one: which API it was meant for cannot be known. */
public final class ApiRefusals implements Refusals {
    private final QueryCodec codec;

    /** Renders with EC2's codec. */
    public ApiRefusals(QueryCodec codec) {
        this.codec = codec;
    }

    @Override
    public Document document(int status) {
        Ec2Error error =
                switch (status) {
                    case 414 -> Ec2Error.REQUEST_URI_TOO_LONG;
                    case 413, 431 -> Ec2Error.REQUEST_ENTITY_TOO_LARGE;
                    case 503 -> Ec2Error.UNAVAILABLE;
                    default ->
                        status < 500 || status == 505 ? Ec2Error.MALFORMED_QUERY_STRING : Ec2Error.INTERNAL_ERROR;
                };
        boolean sender = error.category() == ApiError.Category.USER;
        Answer answer = Answer.xmlError(
                error.httpStatus(),
                error.code(),
                codec.encodeError(
                        error.code(), message(error), Correlation.random().id(), sender));
        return new Document(answer.status(), answer.contentType(), answer.body());
    }

    private static String message(Ec2Error error) {
        return switch (error) {
            case REQUEST_URI_TOO_LONG -> "The request line is too long; send the parameters as a form body.";
            case REQUEST_ENTITY_TOO_LARGE -> "The request's headers are too long.";
            case UNAVAILABLE -> "The service is starting or stopping; try again.";
            case MALFORMED_QUERY_STRING -> "What was sent is not a well-formed HTTP/1.1 request.";
            default -> "An internal error has occurred.";
        };
    }
}
