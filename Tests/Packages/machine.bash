#!/usr/bin/env bash
# Sourced by Tests/Packages/run: a temporary copy of this machine, to install into.
# shellcheck disable=SC2154 # work is set before

# in_machine COMMAND...: sets up a machine, and runs the function COMMAND outside it, with its root
# in $root. Each test that installs has its own machine: this one's files below an overlay, an empty
# /run, and versions of udevadm and systemctl that only record their calls.
in_machine() {
  root=$work/machine/root
  mkdir -p "$work/machine"
  mount -t tmpfs machine "$work/machine" && mkdir "$work/machine"/{upper,work,root} || return
  mount -t overlay overlay "$root" \
    -o "lowerdir=/,upperdir=$work/machine/upper,workdir=$work/machine/work" || return
  local folder status
  for folder in dev proc; do mount --rbind "/$folder" "$root/$folder" || return; done
  mount -t tmpfs run "$root/run" && mount -t tmpfs tmp "$root/tmp" || return
  # The tree may be in a folder that the machine now has its own version of.
  mkdir -p "$root$PWD" && mount --bind "$PWD" "$root$PWD" || return
  mkdir -p "$root/run/udev" "$root/run/systemd/system"
  touch "$root/run/udev/control"
  note_calls udevadm
  note_calls systemctl
  note_calls deb-systemd-invoke
  unneeded_by_us >"$work/before"
  "$@"
  status=$?
  umount --recursive "$work/machine"
  return "$status"
}

# note_calls NAME: replaces a command by one that only writes its name and arguments to /tmp/calls.
note_calls() {
  rm -f "$root"/{usr/bin,usr/sbin,bin,sbin}/"$1"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\necho "${0##*/} $*" >>/tmp/calls\n' >"$root/usr/bin/$1"
  chmod 755 "$root/usr/bin/$1"
  : >"$root/tmp/calls"
}

inside() {
  chroot "$root" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}

# calls LINE...: succeeds if exactly these calls were made since the last check.
calls() {
  local seen
  seen=$(cat "$root/tmp/calls")
  : >"$root/tmp/calls"
  [ "$seen" = "$(printf '%s\n' "$@")" ] || { echo "called: $seen" && return 1; }
}

# Prints the files of this machine that were added or changed, except those of the package tools.
unneeded_by_us() {
  (cd "$work/machine/upper" &&
    find . ! -type d ! -path './var/lib/dpkg/*' ! -path './var/log/*' ! -path './var/cache/*' \
      ! -path './var/lib/rpm/*' ! -path './tmp/*' | sort)
  (cd "$root/run" && find . | sort)
  # Folders that this machine does not have.
  (cd "$work/machine/upper" && find etc usr run -type d 2>/dev/null | sort |
    while read -r folder; do [ -d "/$folder" ] || echo "$folder"; done)
}

# Succeeds if no installed file is left since the machine was made.
nothing_left() { diff "$work/before" <(unneeded_by_us); }

# refuses WORDS COMMAND...: succeeds if the command fails with WORDS in its message, and changes
# nothing.
refuses() {
  local words=$1 said
  shift
  if said=$("$@" 2>&1); then
    echo "not refused: $*"
    return 1
  fi
  [[ $said == *$words* ]] || { echo "said: $said" && return 1; }
  nothing_left
}
