"""The guest's architecture: the machine that QEMU emulates, and its special features."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Architecture:
    """An architecture of a guest."""

    # Debian's name for it.
    name: str
    # QEMU's program, machine and processor.
    qemu: tuple
    # The name of the folders with its libraries.
    triple: str
    # Words for the kernel: the console, and settings that save time.
    kernel_words: str
    # Words for QEMU that connect a serial port with the chardev of this name. The first port is the
    # console.
    ports: dict
    # Words for QEMU that make a slot for a VF; {} is its number.
    slot: str


AMD64 = Architecture(
    name="amd64",
    qemu=("qemu-system-x86_64", "-M", "q35", "-cpu", "qemu64"),
    triple="x86_64-linux-gnu",
    # no_timer_check: on a busy machine, the timer seems to be broken, and the kernel would panic at
    # boot.
    kernel_words="console=ttyS0 tsc=reliable no_timer_check",
    ports={name: ("-serial", f"chardev:{name}") for name in ("console", "agent", "events")},
    slot="pcie-root-port,id=rp{0},chassis={0},slot={0}",
)

ARM64 = Architecture(
    name="arm64",
    # This processor has fewer features to emulate, and is a quarter faster than `max`.
    qemu=("qemu-system-aarch64", "-M", "virt,gic-version=3", "-cpu", "cortex-a72"),
    triple="aarch64-linux-gnu",
    kernel_words="console=ttyAMA0",
    # The machine has one port of its own. The PCI port becomes ttyS0, so that the others are ttyS1
    # and ttyS2.
    ports={
        "console": ("-serial", "chardev:console", "-device", "pci-serial"),
        "agent": ("-device", "pci-serial,chardev=agent"),
        "events": ("-device", "pci-serial,chardev=events"),
    },
    # The kernel itself drives these slots (pciehp), and udev would name NICs by the slots' numbers.
    # It does not if all have the same number.
    slot="pcie-root-port,id=rp{0},chassis={0},slot=0",
)

ARCHITECTURES = {architecture.name: architecture for architecture in (AMD64, ARM64)}
