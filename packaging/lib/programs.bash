#!/usr/bin/env bash
# Sourced by packaging/build: functions for the executables.

# programs [SYSTEM...]: builds them in .build-programs/SYSTEM/; for all systems if none is named.
programs() { zig && PYTHONDONTWRITEBYTECODE=1 python3 packaging/programs "$@"; }

override() {
  local source=()
  if [[ ${1:-} == *.swift ]]; then source=(--source "$1") && shift; fi
  programs --product OverrideExample "${source[@]}" "$@"
}

# Builds the programs for this machine, the same bytes as in the packages.
static() {
  local own
  programs --own || return
  own=$(PYTHONPATH=packaging/programs PYTHONDONTWRITEBYTECODE=1 python3 -c 'import systems; print(systems.own().name)') &&
    rm -rf .build-static/programs && mkdir -p .build-static/programs &&
    cp -l ".build-programs/$own"/hyperv_vf{up,attach,ctl} .build-static/programs
}

# Installs the C compiler for all systems, zig from PyPI, in its own folder. On FreeBSD the system's
# cc is used.
zig() {
  local folder=.build-tools/ziglang
  [ "$(uname)" != FreeBSD ] || return 0
  cmp -s packaging/programs/requirements.txt "$folder/requirements.txt" && return
  need python3 python3 || return
  # On Debian, this part of Python has its own package.
  python3 -c 'import ensurepip' 2>/dev/null || need ensurepip python3-venv || return
  rm -rf "$folder" && python3 -m venv "$folder" &&
    "$folder/bin/pip" install --quiet --require-hashes --only-binary :all: \
      --requirement packaging/programs/requirements.txt &&
    cp packaging/programs/requirements.txt "$folder"
}
