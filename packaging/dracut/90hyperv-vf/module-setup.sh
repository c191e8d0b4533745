#!/bin/bash
# dracut.modules(7): a VF may be there before the root file system is, and whatever configures the
# network then must see our marks on it. Installed in /usr/lib/dracut/modules.d/90hyperv-vf.
# shellcheck disable=SC2154 # systemdnetwork, systemdsystemunitdir and their like are dracut's

check() {
  require_binaries /usr/libexec/hyperv/hyperv_vfctl || return 1
}

depends() {
  echo udev-rules
}

install() {
  # With what the unit's commands are, of which not every image has all.
  inst_multiple /usr/libexec/hyperv/hyperv_vfctl sh grep mkdir rm sleep
  inst_rules 79-hyperv-vf.rules 81-hyperv-vf.rules 99-z-hyperv-vf.rules
  # The administrator's own files win. The unit is started by the rule, where systemd runs.
  inst_multiple -o \
    "$systemdnetwork/10-hyperv-vf.network" "$systemdnetworkconfdir/10-hyperv-vf.network" \
    "$systemdsystemunitdir/hyperv-vfagain@.service" \
    "$systemdsystemconfdir/hyperv-vfagain@.service"
}
