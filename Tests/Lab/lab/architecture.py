"""The guest's architecture: the machine that QEMU emulates, and what is special in it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Architecture:
    """One of those that the guest may have."""

    # As Debian has it.
    name: str
    # QEMU's program, machine and processor.
    qemu: tuple
    # As the folders of its libraries are called.
    triple: str
    # For the kernel: where its console is, and what spares time.
    kernel_words: str
    # Words for QEMU that make a serial port of the chardev of that name; the first is the console.
    ports: dict
    # Of the slots for VFs; {} is the number.
    slot: str


AMD64 = Architecture(
    name="amd64",
    qemu=("qemu-system-x86_64", "-M", "q35", "-cpu", "qemu64"),
    triple="x86_64-linux-gnu",
    # no_timer_check: on a busy machine the timer seems not to work, and the kernel panics at boot.
    kernel_words="console=ttyS0 tsc=reliable no_timer_check",
    ports={name: ("-serial", f"chardev:{name}") for name in ("console", "agent", "events")},
    slot="pcie-root-port,id=rp{0},chassis={0},slot={0}",
)

ARM64 = Architecture(
    name="arm64",
    # Faster than `max`, with everything that one has to emulate, by a quarter.
    qemu=("qemu-system-aarch64", "-M", "virt,gic-version=3", "-cpu", "cortex-a72"),
    triple="aarch64-linux-gnu",
    kernel_words="console=ttyAMA0",
    # The machine has one port of its own; ttyS0 is there, so that the others are ttyS1 and ttyS2.
    ports={
        "console": ("-serial", "chardev:console", "-device", "pci-serial"),
        "agent": ("-device", "pci-serial,chardev=agent"),
        "events": ("-device", "pci-serial,chardev=events"),
    },
    # The kernel itself works these slots (pciehp), and udev would name NICs by their numbers: not
    # where all have the same one.
    slot="pcie-root-port,id=rp{0},chassis={0},slot=0",
)

ARCHITECTURES = {architecture.name: architecture for architecture in (AMD64, ARM64)}
