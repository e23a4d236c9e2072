package io.jarrah.clc.http;

import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiError;

/** One API behind the HTTP edge. */
interface Endpoint {
    /** Which API. */
    Api api();

    /** Answers the request; what it throws as ApiException or QueryException is rendered by {@link #error}. */
    Answer answer(Exchange exchange);

    /** Renders an error in this API's protocol. */
    Answer error(ApiError error, String message, String requestId);

    /** The API's code for a defect of ours. */
    ApiError internalError();

    /** The API's code for "not now, send it again". */
    ApiError unavailable();
}
