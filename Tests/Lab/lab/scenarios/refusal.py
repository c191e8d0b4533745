"""hyperv_vfup has nothing to do, or meets an obstacle: it changes nothing."""

from scenario import expect, scenario


@scenario("disabled")
def disabled(scene):
    scene.begin('hyperv_vf_enable="NO"')
    scene.expect_refused(0)


@scenario("no-vf")
def no_vf(scene):
    scene.guest.configure()
    scene.guest.static(scene.segment)
    scene.expect_refused(0)


@scenario("no-twin")
def no_twin(scene):
    """A PCI NIC with a MAC that no synthetic NIC has is an ordinary NIC."""
    scene.guest.configure()
    scene.guest.static(scene.segment)
    vf = scene.guest.plug(scene.segment, mac="00:15:5d:00:00:99")
    before = scene.guest.snapshot()
    scene.guest.agent.output(f"/usr/libexec/hyperv/hyperv_vfattach {vf} 0")
    expect("state", scene.guest.snapshot(), before)
    scene.expect_refused(0)


@scenario("foreign-bond")
def foreign_bond(scene):
    """A bond with another mode and another member already has the name."""
    scene.begin()
    scene.guest.agent.output(
        "ip link add bond0 type bond mode balance-rr; ip link add dummy0 type dummy; "
        "ip link set dummy0 master bond0; ip link set bond0 up; sleep 1")
    scene.expect_refused(75)


@scenario("rcconf-bad-word")
def bad_word(scene):
    """A word without an equivalent is named with its place, before anything is changed."""
    scene.begin('ifconfig_eth0="inet 192.0.2.10/24 staticarp"')
    said = scene.expect_refused(78)
    for word in ("/etc/rc.conf:2", "staticarp"):
        expect(f"'{word}' in '{said.strip()}'", word in said, True)


@scenario("transparent-rcconf")
def transparent_by_rcconf(scene):
    scene.begin('hyperv_vf_transparent="YES"')
    scene.expect_refused(0)


@scenario("transparent-kernel", standby=True)
def transparent_by_kernel(scene):
    """net_failover already has the VF: neither the VF nor the interface above it is touched."""
    guest = scene.guest
    guest.configure()
    guest.static(scene.segment)
    vf = guest.plug(scene.segment, failover_pair_id=f"{scene.segment.synthetic}nic")
    guest.agent.wait_for(f"test -e /sys/class/net/{vf}/master")
    # net_failover moves the traffic at any time, and sends no gratuitous ARP. The bridge learns the
    # new path when the guest next sends a frame. The programs do not influence that.
    scene.await_answers()
    scene.expect_untouched(0)
    scene.await_answers()
