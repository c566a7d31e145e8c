"""The updates that a Linux machine lacks: `apt list --upgradable`, `apt-get -s upgrade`, `dnf updateinfo list`.

None of them names its machine or its day: the name of the file stands for the machine, and `--taken` for the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.recovery.checks import Observation

TOOL = "patches"
LISTED = re.compile(r"^(?P<package>[\w.+:-]+)/(?P<from>\S+) \S+ \S+ \[upgradable from: [^\]]+\]$", re.MULTILINE)
SIMULATED = re.compile(r"^Inst (?P<package>[\w.+:-]+) (?:\[[^\]]*\] )?\((?P<from>[^)]*)\)", re.MULTILINE)
ADVISED = re.compile(
    r"^(?P<advisory>[A-Z]+-[\w:.-]+)\s+(?P<kind>[\w/.]+)\s+(?P<package>\S+\.(?:x86_64|noarch|aarch64|i686|ppc64le|s390x))", re.MULTILINE
)
NOTHING = re.compile(r"^(?:Listing\.\.\.(?: Done)?|0 upgraded, 0 newly installed.*|Last metadata expiration check: .*)$", re.MULTILINE)


def recognise(head: str) -> bool:
    """Whether lines are those of a package manager, or it says that there is nothing to do."""
    return any(form.search(head) for form in (LISTED, SIMULATED, ADVISED, NOTHING))


def read(text: str) -> Iterator[Observation]:
    """How many updates the machine lacks, and how many of them are for security."""
    listed = [(found["package"], "security" in found["from"].lower()) for form in (LISTED, SIMULATED) for found in form.finditer(text)]
    listed += [(found["package"], "sec" in found["kind"].lower()) for found in ADVISED.finditer(text)]
    yield Observation(TOOL, "", "security_pending", str(len({package for package, security in listed if security})))
    yield Observation(TOOL, "", "pending", str(len({package for package, _ in listed})))
