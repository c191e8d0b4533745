"""Possible names of a bond, a NIC or a program."""

from scenario import expect, scenario
from guest import VFUP


def rename(scene, name):
    """Renames the synthetic NIC."""
    scene.guest.configure()
    scene.guest.agent.output(f"ip link set eth0 down; ip link set eth0 name {name}")
    scene.guest.static(scene.segment, name)
    return scene.guest.plug(scene.segment)


@scenario("name-ambiguous")
def ambiguous(scene):
    """enp1s12 and enp11s2 both have the digits 112: the MAC distinguishes them."""
    vf = rename(scene, "enp11s2")
    with scene.steady():
        scene.guest.vfup("enp11s2").check()
    scene.expect_bond(vf, "vfb000001", "enp11s2")


@scenario("name-of-rcconf")
def named(scene):
    """hyperv_vf_bond_IF sets the name of the bond."""
    vf = rename(scene, "lan0")
    scene.guest.configure('hyperv_vf_bond_lan0="uplink"')
    with scene.steady():
        scene.guest.vfup("lan0").check()
    scene.expect_bond(vf, "uplink", "lan0")


OVERRIDE = f"""#!/bin/sh
{VFUP} --join-only eth0 || exit
exec /sbin/ip address add 192.0.2.99/32 dev bond0
"""


@scenario("override")
def override(scene):
    """hyperv_vfup joins both NICs, and a script of the administrator does the rest."""
    vf = scene.begin()
    path = f"{VFUP}.eth0"
    scene.guest.agent.write(path, OVERRIDE)
    scene.guest.agent.output(f"chmod 755 {path}")
    scene.take_over()
    expect("members", scene.guest.members(), sorted(["eth0", vf]))
    expect("addresses", scene.guest.addresses("bond0"), ["192.0.2.10/24", "192.0.2.99/32"])
