#!/usr/bin/env bash
# Sourced by Tests/Packages/run: the Ansible role and the example for cloud-init, each on a copy of
# this machine.
# shellcheck disable=SC2154 # root is set before

# Installs ansible-core from PyPI, once. The copies of the machine see it in the same folder.
ansible=$PWD/.build-packages-ansible
get_ansible() {
  [ -x "$ansible/bin/ansible-playbook" ] && return
  python3 -m venv "$ansible" && "$ansible/bin/pip" install --quiet ansible-core
}

playbook() {
  inside env LC_ALL=C.UTF-8 HOME=/root ANSIBLE_ROLES_PATH="$PWD/packaging/ansible/roles" \
    "$ansible/bin/ansible-playbook" --inventory localhost, --connection local "$@" \
    "$PWD/packaging/ansible/site.yml"
}

ansible_syntax() { playbook --syntax-check; }

# role FORMAT PREFIX: first a check without changes, then the installation, then a second run
# without changes.
role() {
  playbook --extra-vars "hyperv_vf_format=$1" --check && [ ! -e "$root$2/libexec/hyperv" ] || return
  playbook --extra-vars "hyperv_vf_format=$1" && runs_as_installed "$2" &&
    grep -qx "hyperv_vf_transparent='AUTO'" "$root/etc/rc.conf.d/hyperv_vf" || return
  playbook --extra-vars "hyperv_vf_format=$1" >"$work/second"
  cat "$work/second"
  grep -q 'changed=0 .*unreachable=0 .*failed=0 ' "$work/second"
}

# The timer of the metrics: turned on, still on, and turned off again. Without the variable the role
# does not touch it.
role_metrics() {
  local timer=hyperv-vf-metrics.timer wants=$root/etc/systemd/system/timers.target.wants
  cp "$deb" "$root/tmp" && inside dpkg --install "/tmp/${deb##*/}" && : >"$root/tmp/calls" &&
    playbook && ! grep -q "$timer" "$root/tmp/calls" &&
    playbook --extra-vars '{"hyperv_vf_metrics": true}' && grep -qx "systemctl enable $timer" "$root/tmp/calls" || return
  # The link that systemctl would have made.
  mkdir -p "$wants" && ln -s "/usr/lib/systemd/system/$timer" "$wants/$timer" && : >"$root/tmp/calls" &&
    playbook --extra-vars '{"hyperv_vf_metrics": true}' && ! grep -q "$timer" "$root/tmp/calls" &&
    playbook --extra-vars '{"hyperv_vf_metrics": false}' && grep -qx "systemctl disable $timer" "$root/tmp/calls"
}

# Settings are refused if their names would be commands of sh, or are not names of
# hyperv_vf.conf(5). The old settings stay.
role_refuses() {
  cp "$deb" "$root/tmp" && inside dpkg --install "/tmp/${deb##*/}" || return
  cp "$root/etc/rc.conf.d/hyperv_vf" "$work/settings"
  local settings said
  for settings in '{"hyperv_vf_delay; reboot": 2}' '{"delay": 2}'; do
    if said=$(playbook --extra-vars "{\"hyperv_vf_settings\": $settings}"); then return 1; fi
    [[ $said == *'settings named hyperv_vf_'* ]] || { echo "$said" && return 1; }
    diff "$work/settings" "$root/etc/rc.conf.d/hyperv_vf" || return
  done
}

# Writes and runs what cloud-init would on a first boot, with this package at its address.
cloud_init() {
  local sum address=file:///tmp/new.deb
  cp "$deb" "$root/tmp/new.deb" && sum=$(sha256sum <"$deb") || return
  "$ansible/bin/python3" - "$root" <<'PYTHON' || return
import os, sys, yaml
data = yaml.safe_load(open("packaging/cloud-init/user-data"))
for file in data["write_files"]:
    path = sys.argv[1] + file["path"]
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write(file["content"])
[[shell, options, script]] = data["runcmd"]
assert (shell, options) == ("sh", "-euc")
open(sys.argv[1] + "/tmp/runcmd", "w").write(script)
PYTHON
  sed -i "s|^address=.*|address=$address|" "$root/tmp/runcmd"
  # A package with another sum is not installed.
  if inside sh -eu /tmp/runcmd; then return 1; fi
  [ ! -e "$root/usr/libexec/hyperv" ] || return
  sed -i "s|^sum=.*|sum=${sum%% *}|" "$root/tmp/runcmd"
  inside sh -eu /tmp/runcmd && runs_as_installed /usr &&
    grep -q '^hyperv_vf_delay="2"$' "$root/etc/rc.conf.d/hyperv_vf" &&
    calls "${reloaded[@]}" 'udevadm trigger --action=add --subsystem-match=net'
}

roles() {
  check "ansible: ansible-core is here" get_ansible
  check "ansible: the playbook can be read" in_machine ansible_syntax
  check "ansible: with the deb, a second run changes nothing" in_machine role deb /usr
  check "ansible: with the tarball, a second run changes nothing" in_machine role tar /usr/local
  check "ansible: settings that sh could not read are refused" in_machine role_refuses
  check "ansible: the metrics are turned on and off" in_machine role_metrics
  check "cloud-init: the example installs, and keeps its settings" in_machine cloud_init
}
