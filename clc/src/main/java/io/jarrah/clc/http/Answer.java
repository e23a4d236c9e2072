package io.jarrah.clc.http;

/**
 * What goes back over the wire.
 *
 * @param status HTTP status
 * @param contentType media type
 * @param body the whole body
 * @param errorCode the API's error code, empty for a success; for log and metrics
 */
record Answer(int status, String contentType, byte[] body, String errorCode) {
    private static final String XML = "text/xml;charset=UTF-8";
    private static final String JSON = "application/json";

    static Answer xml(byte[] body) {
        return new Answer(200, XML, body, "");
    }

    static Answer xmlError(int status, String code, byte[] body) {
        return new Answer(status, XML, body, code);
    }

    static Answer json(byte[] body) {
        return new Answer(200, JSON, body, "");
    }

    static Answer jsonError(int status, String code, byte[] body) {
        return new Answer(status, JSON, body, code);
    }
}
