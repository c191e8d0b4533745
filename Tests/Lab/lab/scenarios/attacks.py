"""Obstacles that a user in the guest may have prepared. The programs are not misled by them, run none of
them, write nowhere else, and end no process except the DHCP client of the interface."""

from scenario import expect, scenario
from guest import VFUP

# A process with this command line looks like a DHCP client by its name and its words, but is none.
CLIENT = """#!/bin/sh
exec {folder}/dhclient -c 'while :; do sleep 5; done' eth0
"""


def start(agent, command):
    """Starts a command in the background, and returns its process number."""
    return agent.output(f"{{ {command}; }} >/dev/null 2>&1 & echo $!").strip()


def refuse(scene, status, *words):
    """Checks that hyperv_vfup changes nothing, and that its message contains the words."""
    said = scene.expect_untouched(status)
    for word in words:
        expect(f"'{word}' in '{said.strip()}'", word in said, True)


@scenario("attack-state-folder")
def state_folder(scene):
    """The state folder was made by a user, contains links to other places, or contains no valid state."""
    vf = scene.begin()
    agent = scene.guest.agent
    agent.output("rm -rf /run/hyperv_vf; mkdir /tmp/theirs; chmod 777 /tmp/theirs; "
                 "ln -s /tmp/theirs /run/hyperv_vf")
    refuse(scene, 75, "/run/hyperv_vf", "symbolic link")
    agent.output("rm /run/hyperv_vf; mkdir /run/hyperv_vf; chown 1000 /run/hyperv_vf")
    refuse(scene, 75, "/run/hyperv_vf", "user 1000")
    agent.output("chown 0 /run/hyperv_vf; chmod 777 /run/hyperv_vf")
    refuse(scene, 75, "/run/hyperv_vf", "chmod go-w")
    agent.output("chmod 700 /run/hyperv_vf; ln -s /etc/passwd /run/hyperv_vf/eth0.lock")
    refuse(scene, 75, "eth0.lock")
    agent.output("rm /run/hyperv_vf/*; mkdir /run/hyperv_vf/eth0.state")
    refuse(scene, 75, "eth0.state")
    agent.output("rmdir /run/hyperv_vf/eth0.state; echo 'x=$(touch /tmp/pwned)' "
                 ">/run/hyperv_vf/eth0.state; ln -s /etc/passwd /run/hyperv_vf/eth0.state.new; "
                 "ln -s /etc/passwd /run/hyperv_vf/events.new; md5sum /etc/passwd >/tmp/sum")
    scene.take_over()
    scene.expect_bond(vf)
    agent.output("md5sum -c /tmp/sum && test ! -e /tmp/pwned")
    expect("written elsewhere", agent.output("ls /tmp/theirs"), "")


@scenario("attack-processes")
def processes(scene):
    """A pid file names another process, a user's process that looks like a client, or one in a container."""
    vf = scene.begin('ifconfig_eth0="DHCP"', static=False)
    agent = scene.guest.agent
    agent.output("killall -9 dhclient")
    theirs = [start(agent, "exec sleep 1000")]
    for folder, by in (("/tmp/user", "su -s /bin/sh dhcpcd"), ("/tmp/container", "unshare -n")):
        agent.output(f"mkdir {folder}; cp /bin/dash {folder}/dhclient")
        agent.write(f"{folder}/run", CLIENT.format(folder=folder))
        agent.output(f"chmod 755 {folder}/run")
        theirs.append(start(agent, f"exec {by} {folder}/run"))
        agent.wait_for(f"grep -q {folder}/dhclient /proc/{theirs[-1]}/cmdline")
    # A command line longer than any file of the kernel that the programs read.
    theirs.append(start(
        agent, "l=$(seq 20000 | tr -d '\\n'); exec dash -c 'while :; do sleep 5; done' "
        + " ".join(['"$l"'] * 12)))
    agent.output(f"echo {theirs[0]} >/run/dhclient.eth0.pid")
    scene.take_over()
    scene.expect_bond(vf)
    for process in theirs:
        agent.output(f"kill -0 {process}")
    agent.wait_for("grep -q bond0 /proc/$(cat /run/dhclient.bond0.pid)/cmdline")


@scenario("attack-names")
def attack_names(scene):
    """Names that the kernel accepts, but that are dangerous on a command line or in a batch for ip(8)."""
    scene.begin()
    agent = scene.guest.agent
    for word in ("-n", "../eth0", "'e 0'", "''", "eth0eth0eth0eth0", '"$(printf "eth\\n0")"'):
        result = agent.run(f"{VFUP} -- {word}")
        expect(f"exit status of {word}", result.status, 64)
    for name in ("e#h0", "'eth0", 'e"h0', "e\\h0"):
        quoted = "'" + name.replace("'", "'\\''") + "'"
        agent.output(f"ip link set eth0 down; ip link set eth0 name {quoted}")
        before = scene.guest.snapshot()
        result = agent.run(f"{VFUP} {quoted}")
        expect(f"exit status of {name} ({result.output.strip()})", result.status, 75)
        expect(f"what is said of {name}", "rename the interface" in result.output, True)
        expect("state", scene.guest.snapshot(), before)
        agent.output(f"ip link set {quoted} name eth0")
    agent.output("ip link set eth0 name 'e$(x)`;&0'")
    scene.guest.static(scene.segment, "'e$(x)`;&0'")
    agent.output(f"{VFUP} 'e$(x)`;&0'")
    expect("members", len(scene.guest.members("vfb000001")), 2)
    scene.await_answers()


@scenario("attack-files")
def files(scene):
    """Files that other users may write are not run, and a message says so. Unreadable files change
    nothing."""
    vf = scene.begin('hyperv_vf_command_timeout="3"')
    agent = scene.guest.agent
    override = f"{VFUP}.eth0"
    agent.write(override, "#!/bin/sh\ntouch /tmp/pwned\n")
    agent.output(f"chmod 775 {override}; chown 0:100 {override}")
    refuse(scene, 77, "group 100")
    agent.output(f"chmod 755 {override}; chmod 777 /usr/libexec/hyperv")
    refuse(scene, 77, "/usr/libexec/hyperv: everybody")
    agent.output(f"chmod 755 /usr/libexec/hyperv; mkdir -p /home/u; chown 1000 /home/u; "
                 f"mv {override} /home/u/x; ln -s /home/u/x {override}")
    refuse(scene, 77, "/home/u: belongs to user 1000")
    agent.output(f"rm {override}; cp /etc/rc.conf /tmp/rc.conf; rm /etc/rc.conf; mkfifo /etc/rc.conf")
    # sh waits for a writer of the FIFO, and is ended.
    scene.expect_untouched(124)
    agent.output("rm /etc/rc.conf; truncate -s 3G /etc/rc.conf")
    scene.expect_untouched(2)
    agent.output("cp /tmp/rc.conf /etc/rc.conf; echo 'x=$(:); . /etc/more' >>/etc/rc.conf; "
                 ": >/etc/more; chmod 666 /etc/more")
    environment = ("PATH=/tmp/evil IFS=/ ENV=/tmp/evil/sh LD_PRELOAD=/tmp/evil/so "
                   "rc_conf_files=/tmp/evil/conf BASH_ENV=/tmp/evil/sh")
    agent.output("mkdir /tmp/evil; for f in ip sh conf dhclient; do printf '#!/bin/sh\\n"
                 "touch /tmp/pwned\\n' >/tmp/evil/$f; chmod 755 /tmp/evil/$f; done")
    said = agent.output(f"{environment} {VFUP} eth0")
    expect(f"'/etc/more' in '{said}'", "/etc/more: everybody can change it" in said, True)
    scene.expect_bond(vf)
    agent.output("test ! -e /tmp/pwned")
