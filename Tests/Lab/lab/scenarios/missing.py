"""A takeover needs something that is missing: the error is clear, and nothing is changed."""

from scenario import expect, scenario


def refuse(scene, status, *words):
    """Checks that hyperv_vfup changes nothing, and says what can be done."""
    said = scene.expect_refused(status)
    for word in words:
        expect(f"'{word}' in '{said.strip()}'", word in said, True)


@scenario("no-client")
def no_client(scene):
    scene.begin('ifconfig_eth0="DHCP"')
    scene.guest.agent.output("rm -f /sbin/dhclient /sbin/udhcpc /sbin/dhcpcd /usr/sbin/dhcpcd")
    refuse(scene, 69, "dhclient", "dhcpcd", "udhcpc")


@scenario("no-bonding")
def no_bonding(scene):
    """The kernel has no bonding module."""
    scene.begin()
    scene.guest.agent.output(
        "rmmod bonding; sed -i '/bonding.ko/d' /lib/modules/$(uname -r)/modules.dep")
    refuse(scene, 69, "modprobe bonding max_bonds=0")


@scenario("bonding-not-loaded")
def bonding_not_loaded(scene):
    """The module is loaded, and makes no bond0 by itself."""
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    scene.guest.agent.output("rmmod bonding; rm /etc/modprobe.d/bonding.conf")
    scene.take_over()
    scene.expect_bond(vf)


@scenario("mtu-refused")
def mtu_refused(scene):
    """The VF cannot have the synthetic NIC's MTU."""
    vf = scene.begin()
    scene.guest.agent.output("ip link set eth0 mtu 9500")
    refuse(scene, 75, f"/sys/class/net/{vf}/mtu", "9500")
