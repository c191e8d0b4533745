"""Properties of an executable in its ELF headers (System V ABI; FreeBSD: elf(5) and sys/elf_common.h)."""

from elftools.elf.elffile import ELFFile
from limits import SIZE

NAMES = ("hyperv_vfattach", "hyperv_vfctl", "hyperv_vfup")
SYSTEMS = ("freebsd-amd64", "freebsd-arm64", "linux-amd64", "linux-arm64")
MACHINES = {"amd64": "EM_X86_64", "arm64": "EM_AARCH64"}
# FreeBSD 14.0 exports symbols up to FBSD_1.7 (lib/libc/Versions.def); 15 has more.
VERSIONS = {f"FBSD_1.{number}" for number in range(8)}
LINKER = "/libexec/ld-elf.so.1"
WRITABLE, EXECUTABLE = 2, 1


def check(report, programs):
    """Checks all properties that can be checked without running a program."""
    for system in SYSTEMS:
        folder = programs / system
        path = folder / "hyperv_vfup"
        size = path.stat().st_size
        report.check(f"{system}: {size} bytes", size > SIZE and [f"more than {SIZE}"])
        report.check(f"{system}: one file by three names", _names(folder))
        with open(path, "rb") as file:
            image = Image(file)
            kind, architecture = system.split("-")
            report.check(f"{system}: the right machine", image.wrong_machine(architecture))
            report.check(f"{system}: no page is writable and executable", image.unsafe_segments())
            report.check(f"{system}: libraries and symbols", getattr(image, f"wrong_on_{kind}")())


def _names(folder):
    found = sorted(path.name for path in folder.iterdir() if path.name.startswith("hyperv_"))
    if found != list(NAMES):
        return [f"there are {found}"]
    return [f"{name} is another file" for name in NAMES
            if not (folder / name).samefile(folder / NAMES[0])]


class Image:
    """An executable file."""

    def __init__(self, file):
        self._elf = ELFFile(file)
        self._segments = list(self._elf.iter_segments())
        self._dynamic = self._first("PT_DYNAMIC")

    def _first(self, kind):
        return next((part for part in self._segments if part.header.p_type == kind), None)

    def wrong_machine(self, architecture):
        """The machine, the type and the class, if they are wrong."""
        header = self._elf.header
        found = (header.e_machine, header.e_type, header.e_ident.EI_CLASS, header.e_ident.EI_DATA)
        wanted = (MACHINES[architecture], "ET_EXEC", "ELFCLASS64", "ELFDATA2LSB")
        return [f"{found}, not {wanted}"] if found != wanted else []

    def unsafe_segments(self):
        """The segments that are writable and executable, including the stack."""
        if self._first("PT_GNU_STACK") is None:
            return ["without PT_GNU_STACK the stack is executable"]
        return [f"{part.header.p_type} at {part.header.p_vaddr:#x}" for part in self._segments
                if part.header.p_flags & WRITABLE and part.header.p_flags & EXECUTABLE]

    def wrong_on_linux(self):
        """The parts of a dynamic executable, or the notes of another system. A static executable has
        neither."""
        kinds = {part.header.p_type for part in self._segments}
        notes = [note for note in self._notes() if note["n_name"] == "FreeBSD"]
        return sorted(kinds & {"PT_INTERP", "PT_DYNAMIC"}) + notes

    def wrong_on_freebsd(self):
        """Problems on FreeBSD: the kernel needs its note, and libc.so.7 of 14.0 must have all undefined
        symbols."""
        problems = []
        tags = [note for note in self._notes()
                if note["n_name"] == "FreeBSD" and note["n_type"] == "NT_GNU_ABI_TAG"]
        if len(tags) != 1 or not 1400000 <= tags[0]["n_desc"]["abi_os"] < 1500000:
            problems.append(f"the ABI note says {tags}")
        linker = self._first("PT_INTERP")
        if linker is None or self._dynamic is None:
            return [*problems, "no dynamic executable"]
        if linker.get_interp_name() != LINKER:
            problems.append(f"the linker is {linker.get_interp_name()}")
        needed = [tag.needed for tag in self._dynamic.iter_tags("DT_NEEDED")]
        if needed != ["libc.so.7"]:
            problems.append(f"needs {needed}")
        for tag in ("DT_RPATH", "DT_RUNPATH", "DT_TEXTREL"):
            problems += [tag for _ in self._dynamic.iter_tags(tag)]
        return problems + self._foreign_symbols()

    def _foreign_symbols(self):
        """The undefined symbols that libc.so.7 of 14.0 does not have. A weak symbol may be missing: the
        program checks it before a call."""
        known = {entry.entry.vna_other: (library.name, entry.name)
                 for library, entries in self._elf.get_section_by_name(".gnu.version_r").iter_versions()
                 for entry in entries}
        versions = self._elf.get_section_by_name(".gnu.version")
        undefined = [
            (symbol.name, known.get(versions.get_symbol(number).entry["ndx"]))
            for number, symbol in enumerate(self._elf.get_section_by_name(".dynsym").iter_symbols())
            if symbol.entry.st_shndx == "SHN_UNDEF" and symbol.entry.st_info.bind == "STB_GLOBAL"]
        wrong = [f"{name} of {version}" for name, version in undefined
                 if version is None or version[0] != "libc.so.7" or version[1] not in VERSIONS]
        return wrong if undefined else ["no undefined symbol at all: is this the right file?"]

    def _notes(self):
        return [note for part in self._segments if part.header.p_type == "PT_NOTE"
                for note in part.iter_notes()]
