package io.jarrah.walrus.object.op;

import io.jarrah.walrus.bucket.BucketGuard;
import io.jarrah.walrus.object.ObjectHeaders;
import io.jarrah.walrus.object.UploadSink;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.s3.Conditions;
import io.jarrah.walrus.s3.ContentSink;
import io.jarrah.walrus.s3.Operation;
import io.jarrah.walrus.s3.Reply;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.Objects.Place;
import io.jarrah.walrus.store.StoredHeaders;
import io.jarrah.walrus.store.StoredObject;
import io.jarrah.walrus.store.WriteCondition;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts an object (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html). */
public final class PutObject implements Operation.WithContent {
    private final BucketGuard guard;
    private final Objects objects;

    public PutObject(BucketGuard guard, Objects objects) {
        this.guard = guard;
        this.objects = objects;
    }

    @Override
    public ContentSink begin(Call call) throws IOException {
        guard.require(call);
        Place place = call.target().requirePlace();
        StoredHeaders headers = ObjectHeaders.toStore(call.headers());
        WriteCondition condition = Conditions.forWrite(call.headers());
        return UploadSink.open(
                objects,
                call.body(),
                Optional.empty(),
                (content, digests) -> reply(objects.put(place, content, headers, condition)));
    }

    private static Reply reply(StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", ObjectHeaders.quoted(object.etag()));
        object.checksum().ifPresent(checksum -> ObjectHeaders.addChecksum(headers, checksum));
        return new Reply.Empty(200, headers);
    }
}
