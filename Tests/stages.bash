#!/usr/bin/env bash
# Sourced by Tests/run: a function for each stage. `$full` is yes if all tests are to be run.
# shellcheck disable=SC2154 # full, shared and logs are set before

# The programs to be installed here, with the example of an override.
programs=.build-static/programs
example=.build-programs/linux-$(dpkg --print-architecture)

format() { swift format lint --strict --recursive Package.swift Sources Tests; }

# Warnings are errors, and a module may import only what Package.swift allows.
build() {
  swift build --build-tests --explicit-target-dependency-import-check error \
    -Xswiftc -warnings-as-errors
}

unit() { swift test --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors; }

# The programs of every system, as Embedded Swift. Code that only SwiftPM can compile fails here.
native() { if [ "$full" = yes ]; then Tests/Native/run --full; else Tests/Native/run; fi; }

# This machine's programs: one file, without shared libraries.
static() {
  packaging/build static || return
  if ldd "$programs/hyperv_vfup" 2>&1 | grep -v 'not a dynamic executable'; then return 1; fi
  cmp "$programs/hyperv_vfup" "$example/hyperv_vfup" || return
  echo "$(stat -c %s "$programs/hyperv_vfup") bytes for all three"
}

overrides() {
  packaging/build override "${example##*/}" && Tests/Overrides/run "$example" .build/debug
}

# The templates of all machines, or of three. Each of their commands fails in turn.
templates() {
  if [ "$full" = yes ]; then set --; else set -- up-dhcp up6-static 'up-static of 15.1'; fi
  Tests/Overrides/templates "$programs" "$@"
}

shell_files() {
  git ls-files | while read -r file; do
    head -c 40 "$file" | grep -aqE '^#!.*[/ ](ba|da)?sh' && echo "$file"
  done
}

shell() { shell_files | xargs shellcheck; }

# Pages that a manual refers to may be missing here: half of them belong to the other system.
manual() {
  lint=$(for page in packaging/man/*.[578]; do mandoc -T lint "$page"; done 2>&1 |
    grep -vE 'STYLE: referenced manual not found|outdated mandoc.db')
  [ -z "$lint" ] || { echo "$lint" && return 1; }
}

parity() { python3 "$shared/parity/parity" run --bin "$programs" "$@"; }

# Compares the ends of the recorded machines, except of those that keep more than the scripts.
ends() {
  local name names=()
  for name in "$shared"/parity/cases/*.json; do
    name=$(basename "$name" .json)
    grep -qx "$name" Tests/Parity/kept || names+=("$name")
  done
  parity --ends "${names[@]}"
}

# Set-ups that administrators have.
setups() { parity --dir "$shared/setups"; }

# Random machines, of which none may have less than before.
law() {
  local count=60
  [ "$full" != yes ] || count=2000
  Tests/Parity/law "$programs" --count "$count"
}

# Every command, or every tenth one, fails, kills its parent, or hangs.
faults() {
  local every=10
  [ "$full" != yes ] || every=1
  Tests/Parity/faults "$programs" --every "$every" "$1"
}

rcconf() { python3 "$shared/rcconf/check" --bin "$programs/hyperv_vfctl" --set "$1"; }

# Compares the variables that sh has after a release's defaults with those after the programs'
# output, which was made without sh.
defaults() {
  local system file
  for file in "$shared"/rcconf/defaults-rc.conf*; do
    for system in freebsd linux; do
      # shellcheck disable=SC2016 # the other sh expands it
      diff <(env -i sh -c '. "$1"; set' sh "$file") \
        <(env -i ours="$(HYPERV_VF_PLATFORM=$system "$programs/hyperv_vfctl" rcconf --no-shell "$file")" \
          sh -c 'eval "$ours"; unset ours; set' sh "$file") >"$logs/difference" || true
      if grep '^[<>]' "$logs/difference" | grep -vE '^[<>] (PPID|OPTIND)='; then
        echo "$file: differs on $system"
        return 1
      fi
    done
  done
  echo "10.4, 12.1, 14 and 15.1, without sh"
}

fuzz() { if [ "$full" = yes ]; then Tests/Fuzz/run -runs=2500000; else Tests/Fuzz/run -runs=100000; fi; }

# Eight of the scenarios, four on each Debian; or all of them on both, and then every command and
# every system call disturbed.
lab() {
  local status=0
  export LAB_PROGRAMS=$PWD/$programs
  if [ "$full" = yes ]; then
    timeout 7200 Tests/Lab/run test || status=1
    timeout 7200 Tests/Lab/run --system debian13 test || status=1
  else
    timeout 600 Tests/Lab/run test rcconf-static vlan undo-vf-refused package-removal || status=1
    timeout 600 Tests/Lab/run --system debian13 test dhcp-dhclient replug-same-name attach-by-udev \
      systemd-takeover || status=1
    timeout 300 Tests/Lab/run random -n 8 || status=1
  fi
  return "$status"
}

# The hooks with the tools of this machine; if all tests are run, also with those of Debian 13.
hooks() {
  Tests/Initramfs/run "$programs" || return
  [ "$full" != yes ] || Tests/Initramfs/run "$programs" debian13
}

lab_random() { LAB_PROGRAMS=$PWD/$programs timeout 7200 Tests/Lab/run random -n 300; }

lab_faults() { LAB_PROGRAMS=$PWD/$programs timeout 7200 Tests/Lab/run faults; }

lab_arm64() {
  timeout 7200 Tests/Lab/run --arch arm64 test dhcp-dhclient replug-same-name systemd-takeover \
    package-removal
}

packages() { packaging/build programs && PROGRAMS=$PWD/.build-programs Tests/Packages/run; }

# Checks that every figure can be measured, not its value.
bench() {
  Tests/Bench/run --json --pairs 2 >"$logs/bench.json" &&
    python3 -c 'import json, sys; print(*(row["name"] for row in json.load(sys.stdin)), sep="\n")' \
      <"$logs/bench.json" | uniq | diff Tests/Bench/rows -
}
