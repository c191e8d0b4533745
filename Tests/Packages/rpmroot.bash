#!/usr/bin/env bash
# Sourced by Tests/Packages/run: the rpm package in a root like that of a distribution with rpm,
# made with Debian's rpm and dnf. dnf resolves the package's requirements, its scriptlets run in the
# root, and rpm verifies it.
# shellcheck disable=SC2154 # work, rpm, version and native are set before

# Makes a repository with the package, and with a system in one package: a shell, and commands that
# record their calls, as in machine.bash. The system `bare` has no udev.
rpm_repository() {
  local made=$work/rpms
  repository=$work/repository
  mkdir -p "$made" "$repository" && system_rpm system 'Provides: iproute' udevadm &&
    system_rpm bare 'Provides: iproute' && cp "$rpm" "$made"/RPMS/*/*.rpm "$repository" &&
    next_rpm && createrepo_c --quiet "$repository"
}

# system_rpm NAME LINE [udevadm]: builds that package, with a line for its spec file.
system_rpm() {
  local name=$1 line=$2 command
  # The folders that belong to Fedora's `filesystem`, to systemd and to udev.
  rm -rf "$made/files" && mkdir -p "$made/files"/{etc,run,tmp,var/lib,var/tmp} \
    "$made/files"/usr/{bin,sbin,libexec,lib/udev/rules.d,lib/systemd/{system,network}} \
    "$made/files"/usr/share/{doc,licenses,man/man{5,7,8},zsh/site-functions} \
    "$made/files/usr/share/bash-completion/completions" || return
  ln -s usr/bin "$made/files/bin" && cp "$(command -v busybox)" "$made/files/usr/bin/busybox" &&
    ln -s busybox "$made/files/usr/bin/sh" && ln -s busybox "$made/files/usr/bin/rm" || return
  for command in systemctl "${@:3}"; do
    # shellcheck disable=SC2016
    printf '#!/bin/sh\necho "${0##*/} $*" >>/tmp/calls\n' >"$made/files/usr/bin/$command"
    chmod 755 "$made/files/usr/bin/$command"
  done
  cat >"$made/$name.spec" <<END
%global __os_install_post %{nil}
%global _build_id_links none
%global debug_package %{nil}
AutoReqProv: no
Name: $name
Version: 1
Release: 1
Summary: A system
License: none
Provides: /bin/sh
Provides: /bin/bash
$line
%description
A system.
%install
cp -a $made/files/. %{buildroot}
%files
/*
END
  rpmbuild --quiet -bb --define "_topdir $made" "$made/$name.spec"
}

# Makes the same package as the next version, as far as rpm can tell.
next_rpm() {
  local tree=$work/next
  mkdir -p "$tree" && git ls-files -z | tar -c --null -T - | tar -x -C "$tree" &&
    sed -i "s/$version/$version.1/" "$tree/Sources/Programs/Version.swift" &&
    (cd "$tree" && git init --quiet && git add --all &&
      PROGRAMS=$programs OUTPUT=$work/newer packaging/build rpm "$native") &&
    createrepo_c --quiet "$work/newer"
}

# in_rpm_root SYSTEM FUNCTION: runs the function with a new root, in $root, that has this system.
in_rpm_root() {
  root=$work/rpmroot
  rm -rf "$root" && in_dnf install "$1" || return
  mkdir -p "$root/run/udev" "$root/run/systemd/system"
  touch "$root/run/udev/control"
  : >"$root/tmp/calls"
  rpm_root_files >"$work/before"
  "$2"
}

# in_dnf VERB WORD...: runs dnf for the root, with only that repository.
in_dnf() {
  dnf --quiet --assumeyes --noplugins --installroot="$root" --releasever=1 --nogpgcheck \
    --setopt=reposdir=/nonexistent --setopt=cachedir="$work/dnf" --setopt=keepcache=0 \
    --setopt=logdir="$work" --setopt=persistdir="$work/dnf" --setopt=install_weak_deps=0 \
    --repofrompath=ours,"${newer:-$repository}" "$@"
}

# Prints the files of the root, except those of rpm and dnf.
rpm_root_files() {
  (cd "$root" && find . ! -path './var/lib/rpm*' ! -path './usr/lib/sysimage*' ! -path './var/lib/dnf*' \
    ! -path './var/cache*' ! -path './var/log*' ! -path ./tmp/calls ! -path ./dev/null | sort)
}

in_root() { chroot "$root" /usr/bin/busybox env PATH=/usr/sbin:/usr/bin "$@"; }

rpm_root_left() { diff "$work/before" <(rpm_root_files); }

rpm_by_dnf() {
  in_dnf install hyperv-vf && calls "${reloaded[@]}" && rpm --root "$root" --verify hyperv-vf &&
    [ "$(in_root /usr/sbin/hyperv_vfctl --version)" = "hyperv_vfctl $version" ] || return
  leave_notes
  in_dnf remove hyperv-vf &&
    calls "systemctl --no-reload $stopped" "systemctl --no-reload $disabled" "${reloaded[@]}" || return
  # These folders belong to another package.
  rmdir "$root"/var/lib/prometheus/{node-exporter,} && rpm_root_left
}

# Changed settings stay in place at an upgrade, and beside it after the removal.
rpm_by_dnf_upgraded() {
  local settings=$root/etc/rc.conf.d/hyperv_vf newer
  in_dnf install hyperv-vf && echo 'hyperv_vf_delay="5"' >>"$settings" && : >"$root/tmp/calls" || return
  newer=$work/newer
  in_dnf upgrade hyperv-vf && calls "${reloaded[@]}" "${reloaded[@]}" &&
    [ "$(rpm --root "$root" -q --qf '%{VERSION}' hyperv-vf)" = "$version.1" ] &&
    grep -q delay=.5 "$settings" && [ ! -e "$settings.rpmnew" ] &&
    in_dnf remove hyperv-vf && grep -q delay=.5 "$settings.rpmsave" && rm "$settings.rpmsave" &&
    rmdir "${settings%/*}" && rpm_root_left
}

rpm_by_dnf_without_udev() {
  local said
  if said=$(in_dnf --exclude=system install hyperv-vf 2>&1); then return 1; fi
  [[ $said == *'requires /usr/bin/udevadm, but none'* ]] || { echo "said: $said" && return 1; }
  rpm_root_left
}

# The commands in hyperv_vf(7) must build its SELinux module.
selinux_module() {
  local made=$work/selinux
  mkdir -p "$made" &&
    sed -n '/^module hyperv_vf /,/^\.Ed/{/^\.Ed/d; p;}' packaging/man/hyperv_vf.7 >"$made/hyperv_vf.te" &&
    sed -n '/^checkmodule /,/^\.Ed/{/^\.Ed/d; /^semodule -i/d; p;}' packaging/man/hyperv_vf.7 \
      >"$made/commands" && (cd "$made" && sh -ex ./commands) && [ -s "$made/hyperv_vf.pp" ]
}

rpm_roots() {
  check "rpm: a repository has it, its next version and a system" rpm_repository
  check "rpm: dnf installs it with what it requires, and removes it" in_rpm_root system rpm_by_dnf
  check "rpm: dnf upgrades it, and leaves settings alone" in_rpm_root system rpm_by_dnf_upgraded
  check "rpm: dnf refuses it without udev" in_rpm_root bare rpm_by_dnf_without_udev
  check "the module for SELinux in hyperv_vf(7) is one" selinux_module
}
