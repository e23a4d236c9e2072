# shellcheck shell=bash
# Makes the test guest out of unpacked Debian packages, without root, loop devices or mounts. Needs common.sh.

# The ramdisk's drivers: what the cloud kernel has as modules and a virtio guest needs, power button and config drive included.
GUEST_MODULES=(virtio_pci virtio_blk virtio_net virtio_console virtio_rng button evdev isofs)

# Copies a module after those it needs, numbered in the order of loading. Globals: modules (source), ramdisk, seen, number.
guest_add_module() {
  local name=$1 file dependency
  case $seen in *" ${name//-/_} "*) return 0 ;; esac
  seen+="${name//-/_} "
  file=$(find "$modules" -name "$(printf '%s' "$name" | sed 's/[-_]/[-_]/g').ko" -print -quit)
  [ -n "$file" ] || return 0
  for dependency in $(modinfo -F depends "$file" | tr , ' '); do guest_add_module "$dependency"; done
  cp "$file" "$ramdisk/mod/$number-$(basename "$file")"
  number=$((number + 1))
}

# guest_ramdisk PACKAGES OUT: loads the drivers and finds the root file system.
guest_ramdisk() {
  local packages=$1 out=$2 ramdisk modules seen=" " number=10 name
  ramdisk=$(dirname "$out")/ramdisk
  modules=$(echo "$packages"/linux-image-*/lib/modules/*/kernel)
  mkdir -p "$ramdisk"/{bin,mod,newroot}
  cp "$packages/busybox-static/bin/busybox" "$ramdisk/bin/busybox"
  cp "${GUEST_INIT:-$TOOLS/guest/init}" "$ramdisk/init"
  for name in "${GUEST_MODULES[@]}"; do guest_add_module "$name"; done
  (cd "$ramdisk" && find . | sort | "$packages/busybox-static/bin/busybox" cpio -o -H newc -R 0:0 2>/dev/null | gzip -6n) >"$out"
}

# guest_tree PACKAGES TREE: the root file system as a directory.
guest_tree() {
  local packages=$1 tree=$2 lib applet
  mkdir -p "$tree"/{bin,sbin,usr/bin,usr/sbin,lib64,lib/x86_64-linux-gnu,etc/acpi/PWRF,etc/dropbear,root,proc,sys,dev,run,tmp,var/log,var/lib/instances,mnt}
  cp "$packages/busybox/bin/busybox" "$tree/bin/busybox"
  for applet in $("$packages/busybox/bin/busybox" --list-full); do
    case $applet in
      bin/busybox | linuxrc) ;;
      *)
        mkdir -p "$tree/$(dirname "$applet")"
        ln -sf /bin/busybox "$tree/$applet"
        ;;
    esac
  done
  ln -sf /bin/busybox "$tree/sbin/init"
  cp "$packages"/dropbear-bin/usr/sbin/dropbear "$tree/usr/sbin/"
  cp "$packages"/dropbear-bin/usr/bin/dropbearkey "$tree/usr/bin/"
  cp "$packages"/ioping/usr/bin/ioping "$tree/usr/bin/"
  cp "$packages"/isc-dhcp-client/sbin/dhclient "$tree/sbin/"
  cp -L "$packages"/libc6/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 "$tree/lib64/"
  for lib in libc.so.6 libm.so.6 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2 libcrypt.so.1 libz.so.1 libtomcrypt.so.1 libtommath.so.1 libgmp.so.10; do
    cp -L "$(find "$packages" -name "$lib" -print -quit)" "$tree/lib/x86_64-linux-gnu/"
  done
  cp "$TOOLS"/guest/{rcS,inittab,udhcpc.sh,dhclient6.sh,metadata.sh,console-shell} "$tree/etc/"
  cp "$TOOLS/guest/power-button" "$tree/etc/acpi/PWRF/00000080"
  printf 'root:*:0:0:root:/root:/bin/sh\n' >"$tree/etc/passwd"
  printf 'root:x:0:\ntty:x:5:\n' >"$tree/etc/group"
  printf 'hosts: files dns\n' >"$tree/etc/nsswitch.conf"
  printf '127.0.0.1 localhost\n' >"$tree/etc/hosts"
  printf 'jarrah\n' >"$tree/etc/hostname"
  chmod 700 "$tree/root"
}

# guest_ext4 TREE OUT SIZE: a file system labelled root, owned by root whoever runs this.
guest_ext4() {
  rm -f "$2"
  truncate -s "$3" "$2"
  mke2fs -q -F -t ext4 -O '^has_journal' -m 0 -L root -E root_owner=0:0 -d "$1" "$2"
}

# guest_disk TREE KERNEL RAMDISK OUT: a bootable disk; GRUB's core lies in the gap behind the partition table, where an unpatched boot.img looks.
guest_disk() {
  local work grub=$1/../packages/grub-pc-bin/usr/lib/grub/i386-pc
  work=$(dirname "$4")/disk
  mkdir -p "$work" "$1/boot"
  cp "$2" "$1/boot/vmlinuz"
  cp "$3" "$1/boot/initrd.gz"
  guest_ext4 "$1" "$work/fs" 48M
  cat >"$work/grub.cfg" <<'GRUB'
serial --unit=0 --speed=115200
terminal_output serial
linux (hd0,msdos1)/boot/vmlinuz root=LABEL=root console=ttyS0 quiet
initrd (hd0,msdos1)/boot/initrd.gz
boot
GRUB
  grub-mkimage -O i386-pc -d "$grub" -p '(hd0,msdos1)/boot/grub' -c "$work/grub.cfg" -o "$work/core.img" \
    biosdisk part_msdos ext2 linux serial terminal boot normal
  truncate -s 49M "$work/disk.img"
  printf 'start=2048, type=83, bootable\n' | sfdisk -q "$work/disk.img"
  dd if="$grub/boot.img" of="$work/disk.img" bs=440 count=1 conv=notrunc status=none
  dd if="$work/core.img" of="$work/disk.img" bs=512 seek=1 conv=notrunc status=none
  dd if="$work/fs" of="$work/disk.img" bs=1M seek=1 conv=notrunc,sparse status=none
  qemu-img convert -c -f raw -O qcow2 "$work/disk.img" "$4"
}
