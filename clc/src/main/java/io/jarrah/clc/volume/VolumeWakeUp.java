package io.jarrah.clc.volume;

import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;

/** Makes the reconcilers of volumes look soon; called after a commit, never blocks, may be lost without harm. */
public interface VolumeWakeUp {
    /** Something desired of the volumes of that zone may have changed. */
    void storage(ClusterName zone);

    /** Something desired or seen of the volumes of that instance may have changed. */
    void attachments(InstanceId instance);
}
