"""The guest with systemd: the rules and units start everything, and udev has policies of its own."""

from scenario import expect, scenario


def begin(scene, *rc_conf, pairs=1):
    """Writes rc.conf, and gets leases on this many synthetic NICs by Debian's ifupdown."""
    scene.guest.configure('ifconfig_eth0="DHCP"', 'ifconfig_eth1="DHCP"', *rc_conf)
    for number in range(pairs):
        scene.guest.ifup(f"eth{number}")


def expect_well(scene, vf, *bond):
    """Checks that the bond is complete, and that no unit has failed."""
    scene.guest.await_bond(vf, *bond[:2])
    scene.expect_bond(vf, *bond)
    failed = scene.guest.agent.output("systemctl --failed --plain --no-legend --no-pager")
    expect("failed units", failed, "")


@scenario("systemd-takeover", systemd=True)
def takeover(scene):
    """Arrival, departure, and return under another name, all by rules and units."""
    said = scene.guest.agent.output(
        "systemd-analyze verify --man=no /etc/systemd/system/hyperv-vf* 2>&1")
    expect("what systemd says of the units", said, "")
    begin(scene)
    with scene.steady():
        vf = scene.guest.plug(scene.segment)
        expect_well(scene, vf)
        scene.guest.unplug(scene.segment)
        expect("members", scene.guest.members(), ["eth0"])
        vf = scene.guest.plug(scene.segment, slot=2)
        expect_well(scene, vf)
    scene.expect_default_route()
    expect("clients", scene.guest.clients(), ["bond0"])


@scenario("systemd-mac-policy", systemd=True)
def mac_policy(scene):
    """On a machine with an ID, udev gives a bond a MAC of its own. The programs' bond keeps the synthetic
    NIC's MAC, and so do its members, at any event."""
    agent = scene.guest.agent
    agent.output("ip link add trap type bond; udevadm settle")
    # NET_ADDR_SET (3): the address was set. A random address of the kernel would have the value 1.
    expect("MAC of a bond made without", agent.output(
        "cat /sys/class/net/trap/addr_assign_type").strip(), "3")
    begin(scene)
    vf = scene.guest.plug(scene.segment)
    expect_well(scene, vf)
    with scene.steady():
        agent.output("udevadm trigger --action=add --subsystem-match=net; udevadm settle")
    links = scene.guest.links()
    found = {name: links[name]["address"] for name in ("bond0", "eth0", vf)}
    expect("MACs", found, dict.fromkeys(found, scene.segment.mac))


@scenario("systemd-reboot", systemd=True)
def reboot(scene):
    """The VF is present when the guest boots."""
    begin(scene)
    agent = scene.guest.agent
    agent.output("systemctl --quiet enable networking")
    expect_well(scene, scene.guest.plug(scene.segment))
    scene.guest.reboot()
    vf = agent.wait_for("ls /sys/class/net | grep ^en").strip()
    expect_well(scene, vf)
    scene.expect_default_route()
    scene.await_answers()


@scenario("systemd-metrics", systemd=True)
def metrics(scene):
    """The timer is off by default, and does nothing without node_exporter's folder. Once it is on, the
    unit writes there with its few permissions, although another user owns the folder."""
    begin(scene)
    vf = scene.guest.plug(scene.segment)
    expect_well(scene, vf)
    agent, unit = scene.guest.agent, "hyperv-vf-metrics"
    folder = "/var/lib/prometheus/node-exporter"
    expect("timer", agent.run(f"systemctl is-enabled {unit}.timer").output.strip(), "disabled")
    agent.output(f"systemctl start {unit}.service; test ! -e {folder}")
    agent.output(f"mkdir -p {folder}; chown nobody {folder}")
    agent.output(f"systemctl --quiet enable --now {unit}.timer")
    text = agent.wait_for(f"cat {folder}/hyperv_vf.prom", timeout=90)
    wanted = [
        'hyperv_vf_mode{synthetic="eth0",mode="bond"} 1',
        f'hyperv_vf_active{{synthetic="eth0",nic="{vf}",role="vf"}} 1',
        f'hyperv_vf_carrier{{synthetic="eth0",nic="{vf}",role="vf"}} 1',
        'hyperv_vf_well{synthetic="eth0"} 1',
        'hyperv_vf_changes_total{synthetic="eth0"} 1',
    ]
    expect("missing", [line for line in wanted if line not in text.splitlines()], [])
    expect("mode", agent.output(f"stat -c '%a %U' {folder}/hyperv_vf.prom").strip(), "644 root")
    expect("files", agent.output(f"ls {folder}").split(), ["hyperv_vf.prom"])
    said = agent.output(f"journalctl --quiet --no-pager --unit {unit} --output cat --identifier hyperv_vfctl")
    expect("complaints", said, "")
    expect_well(scene, vf)


@scenario("systemd-two-pairs", pairs=2, systemd=True)
def two_pairs(scene):
    """Two VFs arrive at the same time: each joins its own bond."""
    begin(scene, pairs=2)
    guest = scene.guest
    with scene.steady():
        for slot, segment in enumerate(scene.laboratory.segments):
            guest.machine.plug(segment, slot)
        first, second = guest.agent.wait_for(
            "udevadm settle; cd /sys/class/net; test -e enp1s0 -a -e enp2s0 && ls -d enp*").split()
        expect_well(scene, first)
        expect_well(scene, second, "bond1", "eth1", scene.second)


@scenario("systemd-resolved", systemd=True)
def resolved(scene):
    """The name servers that systemd-resolved has for the synthetic NIC are moved to the bond."""
    begin(scene)
    agent = scene.guest.agent
    agent.output("systemctl start systemd-resolved; resolvectl dns eth0 192.0.2.53 192.0.2.54; "
                 "resolvectl domain eth0 example.net '~example.org'", timeout=60)
    expect_well(scene, scene.guest.plug(scene.segment))
    for verb, words in (("dns", "192.0.2.53 192.0.2.54"), ("domain", "example.net ~example.org")):
        found = agent.output(f"resolvectl {verb} bond0").split("): ")[1].strip()
        expect(verb, found, words)
    # eth0 still has them, for an undo, but they are not used through it.
    scopes = {
        name: agent.output(f"resolvectl status {name} | grep Scopes").split(":")[1].strip()
        for name in ("bond0", "eth0")
    }
    expect("scopes", scopes, {"bond0": "DNS LLMNR/IPv4 LLMNR/IPv6", "eth0": "none"})


@scenario("systemd-events-at-the-end", systemd=True)
def events_at_the_end(scene):
    """Events that arrive while a run is ending each get their own run."""
    begin(scene)
    vf = scene.guest.plug(scene.segment)
    expect_well(scene, vf)
    agent = scene.guest.agent
    runs = "journalctl --no-pager -o cat -u 'hyperv-vfup@*' | grep -c ^Starting"
    before = int(agent.output(runs))
    uuid = "$(cat /proc/sys/kernel/random/uuid)"
    event = f"echo change {uuid} HYPERVNICVF=VFUP >/sys/class/net/eth0/uevent"
    count = 0
    # A run takes some 300 ms: the events hit its beginning, its middle and its end.
    for pause in range(20):
        agent.output(f"ip link set {vf} nomaster; {event}; sleep 0.{pause:02}; {event}")
        count += 2
    agent.output("udevadm settle")
    agent.wait_for("! systemctl --no-legend --plain list-units 'hyperv-vfup@*' | grep -q .")
    expect("runs", int(agent.output(runs)) - before, count)
    expect_well(scene, vf)
