package io.jarrah.clc.image;

/**
 * The state of an image as users see it, computed from its row.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html">Image</a>
 */
public enum ImageState {
    /** Its object was not looked at yet. */
    PENDING("pending"),
    /** Its size and digest are known; instances can be launched from it. */
    AVAILABLE("available"),
    /** Its object is not there, not readable or not bootable; the reason says which. */
    FAILED("failed"),
    /** It was deregistered; only instances launched before still have it. */
    DEREGISTERED("deregistered");

    private final String apiName;

    ImageState(String apiName) {
        this.apiName = apiName;
    }

    /** The name in the API's answers. */
    public String apiName() {
        return apiName;
    }
}
