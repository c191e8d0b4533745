#!/bin/bash
# dracut.modules(7). A VF may appear before the root file system is mounted. The program that
# configures the network then must see the marks of the udev rules on the VF. Installed in
# /usr/lib/dracut/modules.d/90hyperv-vf.
# shellcheck disable=SC2154 # systemdnetwork, systemdsystemunitdir and their like are dracut's

check() {
  require_binaries /usr/libexec/hyperv/hyperv_vfctl || return 1
}

depends() {
  echo udev-rules
}

install() {
  # The commands of the unit are installed too: not every image has all of them.
  inst_multiple /usr/libexec/hyperv/hyperv_vfctl sh grep mkdir rm sleep
  inst_rules 79-hyperv-vf.rules 81-hyperv-vf.rules 99-z-hyperv-vf.rules
  # The administrator's own files win. The udev rule starts the unit, if systemd runs.
  inst_multiple -o \
    "$systemdnetwork/10-hyperv-vf.network" "$systemdnetworkconfdir/10-hyperv-vf.network" \
    "$systemdsystemunitdir/hyperv-vfagain@.service" \
    "$systemdsystemconfdir/hyperv-vfagain@.service"
}
