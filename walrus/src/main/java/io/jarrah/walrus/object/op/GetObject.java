package io.jarrah.walrus.object.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.object.Versions;
import io.jarrah.walrus.s3.ByteRange;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Caller;
import io.jarrah.walrus.s3.Conditions;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Completion;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.OpenObject;
import io.jarrah.walrus.store.StoredObject;
import java.util.Map;
import java.util.Optional;

/**
 * Gets an object or a range of it, or with HEAD what GET would say
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
 */
public final class GetObject implements Operation.Simple {
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    /** Query parameters that replace a header of the answer. */
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-content-type", "content-type",
            "response-content-language", "content-language",
            "response-expires", "expires",
            "response-cache-control", "cache-control",
            "response-content-disposition", "content-disposition",
            "response-content-encoding", "content-encoding");

    private final BucketGuard guard;
    private final Objects objects;

    public GetObject(BucketGuard guard, Objects objects) {
        this.guard = guard;
        this.objects = objects;
    }

    /** All query parameters of this action. */
    public static String[] parameters() {
        java.util.List<String> names = new java.util.ArrayList<>(OVERRIDES.keySet());
        names.add("partNumber");
        names.add(Versions.PARAMETER);
        return names.toArray(String[]::new);
    }

    @Override
    public Reply execute(Call call) {
        guard.require(call);
        Versions.requireNull(call.query());
        Place place = call.target().requirePlace();
        OpenObject open = objects.open(place).orElseThrow(() -> new S3Exception(S3Error.NoSuchKey)
                .with("Key", place.key().value()));
        boolean replied = false;
        try {
            Reply reply = reply(call, open);
            replied = true;
            return reply;
        } finally {
            if (!replied) {
                open.close();
            }
        }
    }

    private static Reply reply(Call call, OpenObject open) {
        StoredObject object = open.object();
        Conditions.checkRead(call.headers(), object);
        Map<String, String> headers = ObjectHeaders.describe(object);
        override(call, headers);
        if (call.query().has("partNumber")) {
            return part(call, open, headers);
        }
        Optional<ByteRange> range = call.headers()
                .get("range")
                .filter(header -> Conditions.rangeApplies(call.headers(), object))
                .flatMap(header -> ByteRange.parse(header, object.size()));
        if (range.isPresent()) {
            headers.put("Content-Range", range.get().contentRange(object.size()));
            return content(PARTIAL, headers, open, range.get());
        }
        if (call.headers()
                .get("x-amz-checksum-mode")
                .filter("ENABLED"::equalsIgnoreCase)
                .isPresent()) {
            object.checksum().ifPresent(checksum -> ObjectHeaders.addChecksum(headers, checksum));
        }
        return new Reply.Content(OK, headers, object.size(), open.read(0, object.size()));
    }

    private static Reply part(Call call, OpenObject open, Map<String, String> headers) {
        if (call.headers().has("range")) {
            throw new S3Exception(
                    S3Error.InvalidRequest, "Cannot specify both Range header and partNumber query parameter");
        }
        int number = call.query().number("partNumber", 1, 1, Completion.MAX_PARTS);
        OpenObject.Part part = open.part(number).orElseThrow(() -> new S3Exception(S3Error.InvalidPartNumber)
                .with("PartNumberRequested", Integer.toString(number))
                .with("ActualPartCount", Integer.toString(open.object().partCount())));
        StoredObject object = open.object();
        if (object.uploadedInParts()) {
            headers.put("x-amz-mp-parts-count", Integer.toString(object.partCount()));
        }
        if (part.size() == 0) {
            return new Reply.Content(OK, headers, 0, open.read(0, 0));
        }
        ByteRange range = new ByteRange(part.offset(), part.size());
        headers.put("Content-Range", range.contentRange(object.size()));
        return content(PARTIAL, headers, open, range);
    }

    private static Reply content(int status, Map<String, String> headers, OpenObject open, ByteRange range) {
        return new Reply.Content(status, headers, range.length(), open.read(range.offset(), range.length()));
    }

    private static void override(Call call, Map<String, String> headers) {
        OVERRIDES.forEach((parameter, header) -> call.query().get(parameter).ifPresent(value -> {
            if (call.caller() instanceof Caller.Anonymous) {
                throw new S3Exception(
                        S3Error.InvalidRequest,
                        "Request specific response headers cannot be used for anonymous GET requests.");
            }
            if (value.chars().anyMatch(c -> c < ' ')) {
                throw S3Exception.invalidArgument(parameter, "", "Header value cannot be represented in a response.");
            }
            headers.put(header, value);
        }));
    }
}
