"""The report: one page that a frightened person can read, and the lists, calendar and papers behind it."""

from stanch.report.charts import enrolment_chart
from stanch.report.contents import Contents, KindCount, Place
from stanch.report.sheets import plain_cell
from stanch.report.sheets import write as workbook
from stanch.report.write import PRIVILEGED, write

__all__ = ["PRIVILEGED", "Contents", "KindCount", "Place", "enrolment_chart", "plain_cell", "workbook", "write"]
