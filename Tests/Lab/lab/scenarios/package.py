"""The package for Debian: no file was installed by hand in these guests."""

from packages import NEXT, PLACE, THIS
from scenario import expect, scenario
from traces import Ping

from .systemd import begin, expect_well

# The files of the guest, except other packages' data: to find files that the package leaves behind.
FILES = ("find / -xdev -path /var/lib/dpkg -prune -o -path /var/log -prune -o -path /var/lib/dhcp "
         "-prune -o -path /var/lib/systemd -prune -o -path /tmp -prune -o -print | sort >/tmp/{}")


def install(scene, package):
    """Installs a package with dpkg, during pings that must not be lost."""
    without_loss(scene, f"dpkg --install {PLACE}/{package}")


def without_loss(scene, command):
    """Runs a command. No ping may be lost, and the network must not change."""
    before = scene.guest.snapshot()
    with Ping(scene.segment.guest, after=1) as ping:
        scene.guest.agent.output(command, timeout=120)
    expect(f"pings lost by {command}: {ping.trace.line()}", ping.trace.lost, 0)
    expect("state", scene.guest.snapshot(), before)


@scenario("package-takeover", packaged=True)
def takeover(scene):
    """After the installation and a boot, a VF is plugged in: the package's rules and units do everything."""
    begin(scene)
    scene.guest.agent.output("systemctl --quiet enable networking")
    install(scene, THIS)
    scene.guest.reboot()
    scene.await_answers()
    with scene.steady():
        vf = scene.guest.plug(scene.segment)
        expect_well(scene, vf)
    scene.expect_default_route()


@scenario("package-upgrade", packaged=True)
def upgrade(scene):
    """The next version is installed while a bond is up. Then the VF leaves and returns."""
    begin(scene)
    agent = scene.guest.agent
    install(scene, THIS)
    vf = scene.guest.plug(scene.segment)
    expect_well(scene, vf)
    agent.output("echo 'hyperv_vf_delay=2' >>/etc/rc.conf.d/hyperv_vf")
    install(scene, NEXT)
    found = agent.output("dpkg-query --show --showformat '${Version}' hyperv-vf")
    expect(f"newer version in {found}", found.endswith("+next"), True)
    agent.output("grep -qx hyperv_vf_delay=2 /etc/rc.conf.d/hyperv_vf")
    expect_well(scene, vf)
    with scene.steady():
        scene.guest.unplug(scene.segment)
        vf = scene.guest.plug(scene.segment, slot=1)
        expect_well(scene, vf)


@scenario("package-removal", packaged=True)
def removal(scene):
    """The package is removed and purged while a bond is up: the bond continues. No file is left, and after
    the next boot the network is as before the installation."""
    begin(scene)
    agent = scene.guest.agent
    agent.output("systemctl --quiet enable networking")
    agent.output(FILES.format("before"), timeout=120)
    install(scene, THIS)
    vf = scene.guest.plug(scene.segment)
    expect_well(scene, vf)
    without_loss(scene, "dpkg --remove hyperv-vf")
    without_loss(scene, "dpkg --purge hyperv-vf")
    scene.expect_bond(vf)
    agent.output(FILES.format("after"), timeout=120)
    expect("left behind", agent.run("diff /tmp/before /tmp/after; ls -d /run/hyperv_vf").output,
           "ls: cannot access '/run/hyperv_vf': No such file or directory\n")
    scene.guest.reboot()
    scene.await_answers()
    links = scene.guest.links()
    expect("bonds", [name for name in links if name.startswith("bond")], [])
    expect("addresses of eth0", scene.guest.addresses("eth0"), [f"{scene.segment.guest}/24"])
