package io.jarrah.walrus.object.op;

import io.jarrah.walrus.error.S3Error;
import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Call;
import io.jarrah.walrus.store.Objects;
import io.jarrah.walrus.store.StoredObject;

/** The object a call is about. */
final class ExistingObject {
    private ExistingObject() {}

    /** NoSuchKey when it is not there. */
    static StoredObject require(Call call, Objects objects) {
        return objects.find(call.target().requirePlace()).orElseThrow(() -> new S3Exception(S3Error.NoSuchKey)
                .with("Key", call.target().requirePlace().key().value()));
    }
}
