"""Prowler's findings of a cloud account, as CSV (`;` between fields) or as OCSF in JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

from stanch.recovery.checks import Observation, moment

TOOL = "prowler"
csv.field_size_limit(1 << 24)


def recognise(head: str) -> bool:
    """Whether it has Prowler's columns, or says that Prowler made it."""
    first = head.partition("\n")[0].upper()
    return ("CHECK_ID" in first and "STATUS" in first) or ('"product"' in head and "Prowler" in head)


def read(text: str) -> Iterator[Observation]:
    """`PASS`, `FAIL` or `MANUAL` for each check of each resource; what somebody muted is still as it is."""
    if text.lstrip().startswith(("[", "{")):
        told = json.loads(text)
        for one in told if isinstance(told, list) else [told]:
            resource = (one.get("resources") or [{}])[0]
            check = one.get("metadata", {}).get("event_code") or one.get("unmapped", {}).get("check_id", "")
            if not check or not one.get("status_code"):
                raise ValueError("a finding without its check or its status")
            at = moment(one.get("time") or one.get("time_dt") or one.get("finding_info", {}).get("created_time"))
            yield Observation(
                TOOL, str(resource.get("uid") or resource.get("name") or "account"), str(check), str(one.get("status_code")), at
            )
        return
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        names = {str(name).upper(): value for name, value in row.items()}
        resource = names.get("RESOURCE_UID") or names.get("RESOURCE_ARN") or names.get("RESOURCE_ID") or "account"
        if not names["CHECK_ID"] or not names["STATUS"]:
            raise ValueError("a row is cut off")
        at = moment(names.get("TIMESTAMP") or names.get("ASSESSMENT_START_TIME"))
        yield Observation(TOOL, resource, names["CHECK_ID"], names["STATUS"], at)
