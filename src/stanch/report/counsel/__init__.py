"""What goes to counsel and comes back: the brief, the litigation hold, the sheet of answers, and the reading of them."""

from stanch.report.counsel.answers import Answer, read_answers
from stanch.report.counsel.asks import Ask, duty_asks
from stanch.report.counsel.brief import Brief, FactLine, brief
from stanch.report.counsel.hold import hold_notice
from stanch.report.counsel.register import register_csv, register_paper
from stanch.report.counsel.write import makers, set_aside, write_pack

__all__ = [
    "Answer",
    "Ask",
    "Brief",
    "FactLine",
    "brief",
    "duty_asks",
    "hold_notice",
    "makers",
    "read_answers",
    "register_csv",
    "register_paper",
    "set_aside",
    "write_pack",
]
