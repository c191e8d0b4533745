#!/usr/bin/env bash
# Sourced by Tests/Packages/run: the tarball for FreeBSD, as far as it can run on Linux.
# shellcheck disable=SC2154 # work, root, built, version, native, programs are set before

# unpack_freebsd: unpacks it into the machine, and sets tar_top to its name.
unpack_freebsd() {
  tar_top=hyperv-vf-$version-freebsd-$native
  tar -xf "$built/$tar_top.tar.gz" -C "$root/tmp"
}

# Makes the machine say that it is FreeBSD. It gets the base system's scripts, and executables that
# run here.
be_freebsd() {
  rm -f "$root"/{usr/bin,bin}/uname
  # shellcheck disable=SC2016
  printf '#!/bin/sh\ncase $1 in -s) echo FreeBSD ;; -m) echo %s ;; esac\n' "$native" \
    >"$root/usr/bin/uname"
  chmod 755 "$root/usr/bin/uname"
  mkdir -p "$root/usr/libexec/hyperv" &&
    cp "$programs/linux-$native/hyperv_vfup" "$root/tmp/$tar_top/programs" || return
  for name in hyperv_vfattach hyperv_vfup; do
    printf '#!/bin/sh\necho %s of the base system\n' "$name" >"$root/usr/libexec/hyperv/$name"
    chmod 555 "$root/usr/libexec/hyperv/$name"
  done
  cp -a "$root/usr/libexec/hyperv" "$work/scripts" && unneeded_by_us >"$work/before"
}

freebsd_comes_and_goes() {
  local tar_top said base=$root/usr/libexec/hyperv etc=$root/usr/local/etc
  rm -rf "$work/scripts"
  unpack_freebsd && be_freebsd && said=$(install_tar) && calls '' || return
  [[ $said == *'service devd restart'* ]] && runs_as_installed /usr/local &&
    cmp "$etc/rc.conf.d/hyperv_vf.sample" "$etc/rc.conf.d/hyperv_vf" &&
    grep -q '"/usr/local/libexec/hyperv/hyperv_vfup ' "$etc/devd/hyperv_vf.conf" &&
    grep -q ' /usr/local/libexec/hyperv/hyperv_vfctl ' "$etc/devd/hyperv_vf_start.conf" || return
  inside /usr/local/libexec/hyperv/replace-scripts && install_tar || return
  [ "$(inside /usr/libexec/hyperv/hyperv_vfup --version)" = "hyperv_vfup $version" ] || return
  install_tar uninstall && diff -r "$work/scripts" "$base" && calls '' && nothing_left
}

freebsd_keeps_settings() {
  local tar_top settings=$root/usr/local/etc/rc.conf.d/hyperv_vf
  rm -rf "$work/scripts"
  unpack_freebsd && be_freebsd && install_tar || return
  echo 'hyperv_vf_delay="5"' >>"$settings"
  install_tar && install_tar uninstall && grep -q delay=.5 "$settings"
}

freebsd_on_linux() {
  local tar_top
  unpack_freebsd && refuses 'the files are for FreeBSD, and this is Linux' install_tar
}

# freebsd_destdir SHELL...: installs with that shell into a folder, as the root of another machine.
freebsd_destdir() {
  local into=$work/into-freebsd root=$work/tarball tar_top
  mkdir -p "$root/tmp" && unpack_freebsd || return
  install_there() { DESTDIR=$into "$@"; }
  install_there "$@" "$root/tmp/$tar_top/install" &&
    diff Tests/Packages/files.freebsd <(in_folder "$into") &&
    install_there "$@" "$root/tmp/$tar_top/install" uninstall && [ -z "$(ls -A "$into")" ]
}

freebsd_tarball() {
  check "tar, FreeBSD: installed twice, uninstalled: nothing is left" \
    in_machine freebsd_comes_and_goes
  check "tar, FreeBSD: changed settings stay" in_machine freebsd_keeps_settings
  check "tar, FreeBSD: Linux is refused" in_machine freebsd_on_linux
  check "tar, FreeBSD: DESTDIR gets the files, and is emptied (busybox sh)" \
    freebsd_destdir busybox sh
  check "tar, FreeBSD: DESTDIR gets the files, and is emptied (dash)" freebsd_destdir dash
}
