package io.jarrah.clc.image;

import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The rows of images. Every method runs in the caller's transaction. */
public final class Images {
    private Images() {}

    /** The image, when the account may see it. */
    public static Optional<ImageEntity> visible(Session session, AccountId account, ImageId id) {
        return find(session, id).filter(image -> image.isVisibleTo(account));
    }

    /** The image, whoever asks and whether it is still registered or not. */
    public static Optional<ImageEntity> find(Session session, ImageId id) {
        return Optional.ofNullable(session.find(ImageEntity.class, id.value()));
    }

    /** All registered images the account may see. */
    public static List<ImageEntity> allVisible(Session session, AccountId account) {
        return session.createSelectionQuery(
                        "from ImageEntity where deregisteredAt is null"
                                + " and (accountId = :account or launchPublic = true)",
                        ImageEntity.class)
                .setParameter("account", account.value())
                .getResultList();
    }

    /** Whether the account has a registered image of that name. */
    public static boolean isNameTaken(Session session, AccountId account, String name) {
        return session.createSelectionQuery(
                                "select count(*) from ImageEntity where accountId = :account and imageName = :name",
                                Long.class)
                        .setParameter("account", account.value())
                        .setParameter("name", name)
                        .getSingleResult()
                > 0;
    }

    /** These images, also deregistered ones, by id. */
    public static Map<ImageId, ImageEntity> byId(Session session, Collection<ImageId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return session
                .createSelectionQuery("from ImageEntity where id in :ids", ImageEntity.class)
                .setParameterList("ids", ids.stream().map(ImageId::value).toList())
                .getResultList()
                .stream()
                .collect(Collectors.toMap(ImageEntity::id, Function.identity()));
    }

    /** Images whose object was not looked at yet, oldest first. */
    public static List<ImageId> pending(Session session) {
        return session
                .createSelectionQuery(
                        "select id from ImageEntity where sha256 is null and failureCode is null"
                                + " and deregisteredAt is null order by registeredAt",
                        String.class)
                .getResultList()
                .stream()
                .map(ImageId::new)
                .toList();
    }

    /** Deregistered images that no instance and no image refers to. */
    public static List<ImageEntity> purgeable(Session session) {
        return session.createSelectionQuery(
                        "from ImageEntity i where i.deregisteredAt is not null"
                                + " and not exists (select 1 from InstanceEntity n"
                                + " where n.imageId = i.id or n.kernelId = i.id or n.ramdiskId = i.id)"
                                + " and not exists (select 1 from ImageEntity o"
                                + " where o.kernelId = i.id or o.ramdiskId = i.id)",
                        ImageEntity.class)
                .getResultList();
    }
}
