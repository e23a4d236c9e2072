package io.jarrah.walrus.multipart.op;

import io.jarrah.walrus.error.S3Exception;
import io.jarrah.walrus.s3.Query;
import io.jarrah.walrus.store.Completion;

/** The partNumber parameter. */
final class PartNumbers {
    private PartNumbers() {}

    /** 1 to 10000, or InvalidArgument. */
    static int require(Query query) {
        int number = query.number("partNumber", 0, 0, Integer.MAX_VALUE);
        if (number < 1 || number > Completion.MAX_PARTS) {
            throw S3Exception.invalidArgument(
                    "partNumber",
                    query.text("partNumber"),
                    "Part number must be an integer between 1 and " + Completion.MAX_PARTS + ", inclusive");
        }
        return number;
    }
}
