# shellcheck shell=bash
# The file system of volumes in the dev cloud: XFS in a sparse file, for snapshots are clones of files, and few machines have a file system for
# everything that makes them. Needs common.sh and $CLOUD.

volumes_disk() { echo "$CLOUD/sc/disk"; }
volumes_directory() { echo "$CLOUD/sc/disk/volumes"; }

# volumes_fs_up: it is there after this; the volumes of before are in it when the cloud was down.
volumes_fs_up() {
  local disk image=$CLOUD/volumes.xfs
  disk=$(volumes_disk)
  if mountpoint -q "$disk"; then return 0; fi
  mkdir -p "$disk"
  if [ ! -e "$image" ]; then
    # As large as the file system that it lies on; it takes room as that is written.
    truncate -s "$(df --output=size -B1 "$CLOUD" | tail -n 1)" "$image.tmp"
    mkfs.xfs -q -m reflink=1 "$image.tmp"
    mv "$image.tmp" "$image"
  fi
  mount -o loop "$image" "$disk" || {
    echo "$image cannot be mounted. This machine has no loop devices, or no XFS; the cloud needs both for snapshots of volumes"
    return 1
  }
}

# volumes_fs_down: after everything that uses it has ended.
volumes_fs_down() {
  local disk
  disk=$(volumes_disk)
  if mountpoint -q "$disk"; then umount "$disk"; fi
}
