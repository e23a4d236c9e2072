package io.jarrah.clc.reconcile;

import io.jarrah.clc.image.ImageEntity;
import io.jarrah.clc.image.ImageState;
import io.jarrah.clc.image.Images;
import io.jarrah.clc.image.ObjectStore;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at the object of a registered image: size, digest and layout make it available; an object that is not there, may
 * not be read or holds nothing makes it failed. When Walrus does not answer it stays pending and is looked at again.
 */
public final class ImageReconciler implements Reconciler<ImageId> {
    /** What every qcow2 file begins with (QEMU, docs/interop/qcow2). */
    private static final byte[] QCOW2_MAGIC = {'Q', 'F', 'I', (byte) 0xfb};

    private final Database database;
    private final ObjectStore objects;

    public ImageReconciler(Database database, ObjectStore objects) {
        this.database = database;
        this.objects = objects;
    }

    private record Location(AccountId owner, String bucket, String key) {}

    @Override
    public Result reconcile(ImageId image) {
        Optional<Location> pending = database.read(session -> Images.find(session, image)
                .filter(row -> row.state() == ImageState.PENDING)
                .map(row -> new Location(row.account(), row.bucket(), row.key())));
        pending.ifPresent(location -> update(image, look(image, location)));
        return Result.done();
    }

    private Consumer<ImageEntity> look(ImageId image, Location at) {
        Correlation correlation = Correlation.random();
        try {
            ObjectDescription object = objects.describe(correlation, at.owner(), at.bucket(), at.key());
            if (object.sizeBytes() == 0) {
                return failed("Client.InvalidImage", "The object is empty.", at);
            }
            ImageSource.Format format = image.kind() == ImageId.Kind.AMI
                    ? formatOf(objects.head(correlation, at.bucket(), at.key(), QCOW2_MAGIC.length))
                    : ImageSource.Format.RAW;
            return row -> row.describedAs(object, format);
        } catch (ServiceException e) {
            return switch (e.code()) {
                case NOT_FOUND -> failed("Client.ImageObjectNotFound", "There is no such object.", at);
                case ACCESS_DENIED -> failed("Client.ImageObjectAccessDenied", "The owner may not read it.", at);
                case INVALID -> failed("Client.InvalidImageLocation", "The object store refuses the name.", at);
                case NO_CAPACITY, UNAVAILABLE, INTERNAL -> throw e;
            };
        }
    }

    private static Consumer<ImageEntity> failed(String code, String why, Location at) {
        return row -> row.failed(new StateReason(code, code + ": " + at.bucket() + "/" + at.key() + ": " + why));
    }

    private void update(ImageId image, Consumer<ImageEntity> change) {
        database.write(session -> {
            Optional<ImageEntity> row =
                    Images.find(session, image).filter(found -> found.state() == ImageState.PENDING);
            row.ifPresent(change);
            return row.isPresent();
        });
    }

    static ImageSource.Format formatOf(byte[] head) {
        return Arrays.equals(head, QCOW2_MAGIC) ? ImageSource.Format.QCOW2 : ImageSource.Format.RAW;
    }
}
