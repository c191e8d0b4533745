"""The VF is configured, or both NICs of a pair are (D25)."""

from scenario import expect, scenario

from .verbs import run


def moves(scene, vf, has_client=True):
    """Checks that the takeover moves the VF's configuration, by which the guest answers, to the bond. The
    undo gives all of it to the synthetic NIC, since a VF can leave at any time."""
    guest = scene.guest
    scene.await_answers()
    with scene.steady(after=1.0) as pings:
        guest.vfup().check()
    # A NIC is down while it joins a bond: the host switches to eth0 and back.
    print(f"      {pings.trace.lost} lost: {pings.trace.line()}", flush=True)
    scene.expect_bond(vf)
    expect("addresses", guest.addresses("bond0"), [f"{scene.segment.guest}/24"])
    scene.expect_default_route()
    expect("clients", guest.clients(), ["bond0"] if has_client else [])
    again = guest.snapshot()
    guest.vfup().check()
    expect("state after a second run", guest.snapshot(), again)
    with scene.steady():
        run(scene, "undo eth0")
    expect("addresses after the undo", guest.addresses("eth0"), [f"{scene.segment.guest}/24"])
    expect("addresses of the VF after the undo", guest.addresses(vf), [])
    scene.expect_default_route("eth0")
    expect("clients after the undo", guest.clients(), ["eth0"] if has_client else [])
    expect("leases given up", scene.releases(), 0)
    scene.await_answers()


@scenario("giving-vf-static")
def vf_static(scene):
    """Only the VF has an address and a route, and it is up: the host sends to it."""
    scene.guest.configure()
    vf = scene.guest.plug(scene.segment)
    scene.guest.static(scene.segment, vf)
    moves(scene, vf, has_client=False)


@scenario("giving-vf-dhcp")
def vf_dhcp(scene):
    """A DHCP client runs only for the VF, as network managers start one."""
    scene.guest.configure()
    vf = scene.guest.plug(scene.segment)
    scene.guest.lease(vf)
    moves(scene, vf)


@scenario("giving-vf-dhcp-rcconf")
def vf_rcconf(scene):
    """The same, and rc.conf asks for it by the VF's name: this setting then applies to the pair."""
    scene.guest.configure()
    vf = scene.guest.plug(scene.segment)
    scene.guest.configure(f'ifconfig_{vf}="DHCP"')
    scene.guest.lease(vf)
    moves(scene, vf)


@scenario("giving-both")
def both(scene):
    """Two clients: the synthetic NIC's client continues on the bond, and the VF's client ends without a
    message to the server."""
    scene.guest.configure('ifconfig_DEFAULT="DHCP"')
    scene.guest.lease()
    vf = scene.guest.plug(scene.segment)
    scene.guest.lease(vf)
    expect("clients", scene.guest.clients(), sorted(["eth0", vf]))
    # The kernel uses the route that was added first, and the host sends to the VF.
    network = f"{scene.segment.prefix}.0/24"
    scene.guest.agent.output(
        f"ip route del {network} dev eth0; ip route del default dev eth0; "
        f"ip route add {network} dev eth0 src {scene.segment.guest} metric 500")
    moves(scene, vf)
