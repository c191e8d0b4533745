#!/usr/bin/env bash
# Sourced by Tests/Packages/run: installs and removes each package.
# shellcheck disable=SC2154 # work, root, deb, rpm, tar, tar_top, other_*, version are set before

runs_as_installed() { [ "$(inside "$1/sbin/hyperv_vfctl" --version)" = "hyperv_vfctl $version" ]; }

reloaded=('udevadm control --reload' 'systemctl daemon-reload')
stopped='stop hyperv-kvp.service hyperv-vss.service'
disabled='--quiet disable --now hyperv-vf-metrics.timer'

# Makes the files that the programs and the timer leave. They must be removed with the package.
leave_notes() {
  mkdir -p "$root/run/hyperv_vf" "$root/var/lib/prometheus/node-exporter" &&
    touch "$root/var/lib/prometheus/node-exporter/hyperv_vf.prom"
}

deb_comes_and_goes() {
  cp "$deb" "$root/tmp/new.deb"
  inside dpkg --install /tmp/new.deb && runs_as_installed /usr && calls "${reloaded[@]}" || return
  leave_notes
  inside dpkg --remove hyperv-vf &&
    calls "deb-systemd-invoke $stopped" "systemctl $disabled" "${reloaded[@]}" || return
  [ -e "$root/etc/rc.conf.d/hyperv_vf" ] || return
  inside dpkg --purge hyperv-vf && calls '' && nothing_left
}

# repack FIELD VALUE: makes the same package with one field of its control file changed, in /tmp of
# the machine.
repack() {
  dpkg-deb --raw-extract "$deb" "$work/repack" &&
    sed -i "s/^$1: .*/$1: $2/" "$work/repack/DEBIAN/control" &&
    dpkg-deb -Znone --build "$work/repack" "$root/tmp/new.deb" && rm -r "$work/repack"
}

deb_is_replaced() {
  cp "$deb" "$root/tmp/old.deb"
  inside dpkg --install /tmp/old.deb && calls "${reloaded[@]}" || return
  echo 'hyperv_vf_delay="5"' >>"$root/etc/rc.conf.d/hyperv_vf"
  repack Version 99 && inside dpkg --install /tmp/new.deb && calls "${reloaded[@]}" &&
    grep -q delay=.5 "$root/etc/rc.conf.d/hyperv_vf" &&
    inside dpkg --purge hyperv-vf && nothing_left
}

deb_other_architecture() {
  cp "$other_deb" "$root/tmp/new.deb" &&
    refuses 'does not match system' inside dpkg --install /tmp/new.deb
}

deb_without_udev() {
  cp "$deb" "$root/tmp/new.deb"
  local status=$root/var/lib/dpkg/status
  awk -v RS= -v ORS='\n\n' '!/^Package: udev\n/' "$status" >"$work/status" &&
    cp "$work/status" "$status" || return
  refuses 'pre-dependency problem' inside dpkg --install /tmp/new.deb
}

rpm_comes_and_goes() {
  cp "$rpm" "$root/tmp/new.rpm"
  # On distributions that use rpm, other packages own these folders.
  mkdir -p "$root"/usr/share/{licenses,zsh/site-functions,bash-completion/completions} \
    "$root/usr/lib/dracut/modules.d" && unneeded_by_us >"$work/before"
  # Debian's rpm knows no package with udev; the scriptlets need only sh.
  inside rpm --dbpath /var/lib/rpm --install --nodeps --force-debian /tmp/new.rpm && runs_as_installed /usr &&
    calls "${reloaded[@]}" || return
  leave_notes
  inside rpm --dbpath /var/lib/rpm --erase --nodeps --force-debian hyperv-vf &&
    calls "systemctl --no-reload $stopped" "systemctl --no-reload $disabled" "${reloaded[@]}" &&
    nothing_left
}

rpm_other_architecture() {
  cp "$other_rpm" "$root/tmp/new.rpm" &&
    refuses 'intended for a different architecture' \
      inside rpm --dbpath /var/lib/rpm --install --nodeps --force-debian /tmp/new.rpm
}

unpack() { tar -xf "$tar" -C "$root/tmp"; }

install_tar() { inside "/tmp/$tar_top/install" "$@"; }

tar_comes_and_goes() {
  unpack && install_tar && runs_as_installed /usr/local && calls "${reloaded[@]}" || return
  # Installs again, as for an upgrade. A file that only the old version has must be removed.
  touch "$root/usr/local/libexec/hyperv/of-old"
  echo 'file /usr/local/libexec/hyperv/of-old' >>"$root/usr/local/libexec/hyperv/installed"
  install_tar && calls "${reloaded[@]}" || return
  [ ! -e "$root/usr/local/libexec/hyperv/of-old" ] || return
  leave_notes && rmdir "$root/run/hyperv_vf" || return
  install_tar uninstall && calls "systemctl $stopped" "systemctl $disabled" "${reloaded[@]}" &&
    nothing_left
}

tar_keeps_settings() {
  local settings=$root/etc/rc.conf.d/hyperv_vf
  unpack && install_tar || return
  echo 'hyperv_vf_delay="5"' >>"$settings"
  install_tar && install_tar uninstall && grep -q delay=.5 "$settings" && rm "$settings" &&
    rmdir "${settings%/*}" && nothing_left
}

tar_other_architecture() {
  unpack && rm "$root/tmp/$tar_top/programs/hyperv_vfup" || return
  # The header of a program for a machine that does not exist.
  printf '\177ELF\002\001\001\000\000\000\000\000\000\000\000\000\002\000\377\377' \
    >"$root/tmp/$tar_top/programs/hyperv_vfup"
  chmod 755 "$root/tmp/$tar_top/programs/hyperv_vfup"
  refuses "take the tarball for Linux, $(uname -m)" install_tar
}

tar_without_udev() {
  unpack && rm "$root/usr/bin/udevadm" && unneeded_by_us >"$work/before" &&
    refuses 'udevadm: not found' install_tar
}

tar_without_root() {
  unpack &&
    refuses 'must be run by root' inside setpriv --reuid 65534 "/tmp/$tar_top/install"
}

tar_read_only() {
  unpack && mount --bind "$root/usr/local" "$root/usr/local" &&
    mount -o remount,bind,ro "$root/usr/local" &&
    refuses '/usr/local: cannot be written' install_tar
}

# The disk has room for the programs, and for little else.
tar_disk_full() {
  local status=1 size
  unpack && size=$(stat -c %s "$root/tmp/$tar_top/programs/hyperv_vfup") &&
    mkdir "$work/small" && mount -t tmpfs -o "size=$((size / 1024 + 16))k" small "$work/small" ||
    return
  DESTDIR=$work/small "$root/tmp/$tar_top/install" || [ -n "$(ls -A "$work/small")" ] || status=0
  umount "$work/small"
  return "$status"
}

# With busybox, which is the only shell on some systems.
tar_destdir() {
  local into=$work/into
  busybox_install() { DESTDIR=$into busybox sh "$root/tmp/$tar_top/install" "$@"; }
  unpack && busybox_install && diff Tests/Packages/files.tar <(in_folder "$into") &&
    grep -q /usr/local/libexec/hyperv "$into/etc/udev/rules.d/90-hyperv-vf.rules" &&
    ! grep -r '["= ]/usr/libexec' "$into/etc" &&
    busybox_install uninstall && [ -z "$(ls -A "$into")" ] && calls ''
}

installs() {
  check "deb: installed, removed, purged: nothing is left" in_machine deb_comes_and_goes
  check "deb: a newer version leaves settings and network alone" in_machine deb_is_replaced
  check "deb: another architecture is refused" in_machine deb_other_architecture
  check "deb: without udev it is refused" in_machine deb_without_udev
  check "rpm: installed, erased: nothing is left" in_machine rpm_comes_and_goes
  check "rpm: another architecture is refused" in_machine rpm_other_architecture
  check "tar: installed twice, uninstalled: nothing is left" in_machine tar_comes_and_goes
  check "tar: changed settings stay" in_machine tar_keeps_settings
  check "tar: another architecture is refused" in_machine tar_other_architecture
  check "tar: without udev it is refused" in_machine tar_without_udev
  check "tar: without root it is refused" in_machine tar_without_root
  check "tar: where it cannot write it is refused" in_machine tar_read_only
  check "tar: on a full disk nothing is left" in_machine tar_disk_full
  check "tar: DESTDIR gets the files, owners and modes, and is emptied" in_machine tar_destdir
}
