"""Texts of rc.conf: FreeBSD's defaults if they are beside the checkout, else a similar text."""

import pathlib

SHARED = pathlib.Path("../shared/rcconf/defaults-rc.conf")
SOURCES = """
if [ -z "${source_rc_confs_defined}" ]; then
\tsource_rc_confs_defined=yes
\tsource_rc_confs() {
\t\tlocal i sourced_files
\t\tfor i in ${rc_conf_files}; do
\t\t\tcase ${sourced_files} in
\t\t\t*:$i:*)
\t\t\t\t;;
\t\t\t*)
\t\t\t\tsourced_files="${sourced_files}:$i:"
\t\t\t\tif [ -r $i ]; then
\t\t\t\t\t. $i
\t\t\t\tfi
\t\t\t\t;;
\t\t\tesac
\t\tdone
\t}
fi
"""


def defaults():
    """Returns the text of /etc/defaults/rc.conf: 41 KB, 700 variables."""
    if SHARED.is_file():
        return SHARED.read_text()
    head = ('rc_conf_files="/etc/rc.conf /etc/rc.conf.local"\nlocal_startup="/usr/local/etc/rc.d"\n'
            'ipv6_network_interfaces="auto"\nipv6_activate_all_interfaces="NO"\n')
    return head + of_size(40_000, variables=700) + SOURCES


def of_size(size, variables):
    """Returns a text like the defaults, with comments and settings: at least `size` bytes, and at least
    `variables` settings."""
    lines = []
    length = 0
    while length < size or len(lines) < variables:
        number = len(lines) % variables
        line = f'service{number}_enable="NO"\t# Run the service at start-up (or NO).\n'
        lines.append(line if len(lines) % 8 else f"#\n### Services {number} ###\n{line}")
        length += len(lines[-1])
    return "".join(lines)
