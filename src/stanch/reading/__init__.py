"""What does it say? Exhibits to units (texts and tables, however deeply nested), and the list of what could not be read."""

from stanch.reading.beginnings import beginnings
from stanch.reading.descend import read_file
from stanch.reading.exhibits import Reading, is_aside, read
from stanch.reading.logs import beginning

__all__ = ["Reading", "beginning", "beginnings", "is_aside", "read", "read_file"]
