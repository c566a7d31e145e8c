"""A policy of a car, an account of a telephone: what trades call alike is told by the other columns."""

from __future__ import annotations

import pytest
from tests.extent.test_owners import whose


@pytest.mark.parametrize(
    ("columns", "header", "kind"),
    [
        (
            {"Named Insured": ["Ann Example"], "Policy Number": ["PAP771200"], "VIN": ["1HGCM82633A004352"]},
            "Policy Number",
            "insurance_policy",
        ),
        ({"Patient Name": ["Ann Example"], "Policy Number": ["PAP771200"]}, "Policy Number", "health_insurance_id"),
        (
            {"CUST_NM": ["Ann Example"], "ACCT_NBR": ["44881200"], "METER_NO": ["88121"], "EMAIL_ADDR": ["a@example.com"]},
            "ACCT_NBR",
            "customer_id",
        ),
        (
            {"Patient Name": ["Ann Example"], "Patient DOB": ["03/04/1980"], "Patient Acct No": ["88100"]},
            "Patient Acct No",
            "medical_record_number",
        ),
        ({"NAME": ["Ann Example"], "APAY_ACCT_NBR": ["4541935150"], "APAY_ROUTE_NBR": ["091000019"]}, "APAY_ACCT_NBR", "us_bank_account"),
        ({"Employee Name": ["Ann Example"], "Account Number": ["44881200"], "SSN": ["900-12-3456"]}, "Account Number", "us_bank_account"),
    ],
)
def test_the_other_columns_tell_the_trade(columns: dict[str, list[str]], header: str, kind: str) -> None:
    assert whose(columns)[header][0] == kind
