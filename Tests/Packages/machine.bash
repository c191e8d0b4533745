#!/usr/bin/env bash
# Sourced by Tests/Packages/run: a copy of this machine to install into, which is gone afterwards.
# shellcheck disable=SC2154 # work is set before

# Every test that installs has a machine of its own: this one's files below an overlay, an empty
# /run, and udevadm and systemctl that note how they are called instead of doing it.
# in_machine COMMAND...: sets one up and runs the function COMMAND outside, with the root in $root.
in_machine() {
  root=$work/machine/root
  mkdir -p "$work/machine"
  mount -t tmpfs machine "$work/machine" && mkdir "$work/machine"/{upper,work,root} || return
  mount -t overlay overlay "$root" \
    -o "lowerdir=/,upperdir=$work/machine/upper,workdir=$work/machine/work" || return
  local folder status
  for folder in dev proc; do mount --rbind "/$folder" "$root/$folder" || return; done
  mount -t tmpfs run "$root/run" && mount -t tmpfs tmp "$root/tmp" || return
  # The tree may lie where the machine has a folder of its own now.
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

# note_calls NAME: a command that only writes its name and arguments to /tmp/calls.
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

# calls LINE...: exactly these calls were made since this was last asked.
calls() {
  local seen
  seen=$(cat "$root/tmp/calls")
  : >"$root/tmp/calls"
  [ "$seen" = "$(printf '%s\n' "$@")" ] || { echo "called: $seen" && return 1; }
}

# Files of this machine that were made or changed, but for the notes of the package tools.
unneeded_by_us() {
  (cd "$work/machine/upper" &&
    find . ! -type d ! -path './var/lib/dpkg/*' ! -path './var/log/*' ! -path './var/cache/*' \
      ! -path './var/lib/rpm/*' ! -path './tmp/*' | sort)
  (cd "$root/run" && find . | sort)
  # Folders that the machine has not.
  (cd "$work/machine/upper" && find etc usr run -type d 2>/dev/null | sort |
    while read -r folder; do [ -d "/$folder" ] || echo "$folder"; done)
}

# Nothing is left of what was installed since the machine was made.
nothing_left() { diff "$work/before" <(unneeded_by_us); }

# refuses WORDS COMMAND...: fails with WORDS in its message, and changes nothing.
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
