package io.jarrah.clc.image;

import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ImageId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image. A deregistered one stays as long as an instance was launched from it, without its name. */
@Entity
@Table(name = "images")
public class ImageEntity {
    private static final int MESSAGE_LENGTH = 1024;

    @Id
    private String id;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "image_name")
    private @Nullable String imageName;

    private String description;
    private String architecture;

    @Column(name = "virtualization_type")
    private String virtualizationType;

    private String bucket;

    @Column(name = "object_key")
    private String objectKey;

    @Column(name = "kernel_id")
    private @Nullable String kernelId;

    @Column(name = "ramdisk_id")
    private @Nullable String ramdiskId;

    @Column(name = "root_device_name")
    private String rootDeviceName;

    @Column(name = "launch_public")
    private boolean launchPublic;

    @Column(name = "registered_at")
    private Instant registeredAt;

    @Column(name = "deregistered_at")
    private @Nullable Instant deregisteredAt;

    @Column(name = "size_bytes")
    private @Nullable Long sizeBytes;

    private @Nullable String sha256;

    @Enumerated(EnumType.STRING)
    @Column(name = "image_format")
    private ImageSource.@Nullable Format imageFormat;

    @Column(name = "failure_code")
    private @Nullable String failureCode;

    @Column(name = "failure_message")
    private @Nullable String failureMessage;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected ImageEntity() {}

    /** An image whose object was not looked at yet. */
    public ImageEntity(NewImage registered) {
        this.id = registered.id().value();
        this.accountId = registered.account().value();
        this.imageName = registered.name().orElse(null);
        this.description = registered.description();
        this.architecture = registered.architecture();
        this.virtualizationType = registered.virtualizationType();
        this.bucket = registered.bucket();
        this.objectKey = registered.key();
        this.kernelId = registered.kernel().map(ImageId::value).orElse(null);
        this.ramdiskId = registered.ramdisk().map(ImageId::value).orElse(null);
        this.rootDeviceName = registered.rootDeviceName();
        this.launchPublic = registered.launchPublic();
        this.registeredAt = registered.registeredAt();
    }

    /** The image. */
    public ImageId id() {
        return new ImageId(id);
    }

    /** The owner. */
    public AccountId account() {
        return new AccountId(accountId);
    }

    /** Its name; empty when it was registered without or deregistered. */
    public Optional<String> name() {
        return Optional.ofNullable(imageName);
    }

    /** Free text, may be empty. */
    public String description() {
        return description;
    }

    /** Such as x86_64. */
    public String architecture() {
        return architecture;
    }

    /** The values of hvm or paravirtual. */
    public String virtualizationType() {
        return virtualizationType;
    }

    /** Bucket of its object. */
    public String bucket() {
        return bucket;
    }

    /** Key of its object. */
    public String key() {
        return objectKey;
    }

    /** Bucket and key, as clients gave and read them. */
    public String location() {
        return bucket + "/" + objectKey;
    }

    /** Its kernel, for the classic images. */
    public Optional<ImageId> kernel() {
        return Optional.ofNullable(kernelId).map(ImageId::new);
    }

    /** Its ramdisk, for the classic images. */
    public Optional<ImageId> ramdisk() {
        return Optional.ofNullable(ramdiskId).map(ImageId::new);
    }

    /** Such as /dev/sda1. */
    public String rootDeviceName() {
        return rootDeviceName;
    }

    /** Whether every account may see it and launch from it. */
    public boolean launchPublic() {
        return launchPublic;
    }

    /** When it was registered. */
    public Instant registeredAt() {
        return registeredAt;
    }

    /** Why it failed. */
    public Optional<StateReason> failure() {
        return failureCode == null
                ? Optional.empty()
                : Optional.of(new StateReason(failureCode, failureMessage == null ? "" : failureMessage));
    }

    /** Length of its file in bytes, once known. */
    public Optional<Long> sizeBytes() {
        return Optional.ofNullable(sizeBytes);
    }

    /** The state users see. */
    public ImageState state() {
        if (deregisteredAt != null) {
            return ImageState.DEREGISTERED;
        }
        if (failureCode != null) {
            return ImageState.FAILED;
        }
        return sha256 == null ? ImageState.PENDING : ImageState.AVAILABLE;
    }

    /** Whether the account may see it and launch from it. */
    public boolean isVisibleTo(AccountId account) {
        return deregisteredAt == null && (launchPublic || accountId.equals(account.value()));
    }

    /** Lets every account launch from it, or the owner alone. */
    public void permitEveryone(boolean permitted) {
        launchPublic = permitted;
    }

    /** Its object was looked at: instances can be launched. */
    public void describedAs(ObjectDescription object, ImageSource.Format format) {
        sizeBytes = object.sizeBytes();
        sha256 = object.sha256();
        imageFormat = format;
    }

    /** It can never be launched. */
    public void failed(StateReason reason) {
        failureCode = reason.code();
        failureMessage = reason.message().length() > MESSAGE_LENGTH
                ? reason.message().substring(0, MESSAGE_LENGTH)
                : reason.message();
    }

    /** Takes it off the list and gives its name back. */
    public void deregister(Instant now) {
        deregisteredAt = now;
        imageName = null;
    }

    /**
     * What a node is told of it.
     *
     * @param url where the node gets it
     * @throws IllegalStateException when its object was never described
     */
    public ImageSource source(URI url) {
        if (sizeBytes == null || sha256 == null || imageFormat == null) {
            throw new IllegalStateException("image " + id + " has no size and digest yet; it cannot be launched");
        }
        return new ImageSource(id(), url, sizeBytes, sha256, imageFormat);
    }
}
