"""What a contract says of `the Tenant` is of whom it calls so."""

import pytest
from tests.extent.whose import whose

LEASE = (
    "This Agreement is made between Oak Homes (the Association) and\nAnn McGuigan (the Tenant) and Ben McGuigan (Joint Tenant)\n"
    "in respect of the dwelling.\nTenant's date of birth\t03/04/1971\nNational Insurance No.\tAB 12 34 56 C\nNext of kin\tBridie Roe (mother) 028 9555 0177\n"
)
WORK = (
    'This Agreement is between Acme Ltd (the "Employer"), Ann Lee ("Employee") and Ben Ray (the "Guarantor").\n\n'
    "The Employee's Social Security number is 900-12-3456. The Guarantor's date of birth is 02/03/1970.\n"
)
GERMAN = (
    'Zwischen Herrn Karl Weber (nachfolgend "Vermieter") und Frau Eva Kern (nachfolgend "Mieter") wird vereinbart:\n\n'
    "Geburtsdatum des Mieters: 03.04.1971\nDer Mieter zahlt auf das Konto des Vermieters DE89 3704 0044 0532 0130 00.\n"
)
SPANISH = (
    "De una parte, como ARRENDADOR, D./Dª Rosa Belmonte Cid, mayor de edad.\n\nDe otra parte, como ARRENDATARIO, D. Juan Gil Paz, mayor de edad.\n\n"
    "La renta se abonará en la cuenta ES9121000418450200051332 de la parte \narrendadora.\n"
)


@pytest.mark.parametrize(
    ("text", "value", "who"),
    [
        (LEASE, "03/04/1971", "Ann McGuigan"),
        (LEASE, "AB 12 34 56 C", "Ann McGuigan"),
        (LEASE, "028 9555 0177", "Bridie Roe"),
        (WORK, "900-12-3456", "Ann Lee"),
        (WORK, "02/03/1970", "Ben Ray"),
        (GERMAN, "03.04.1971", "Eva Kern"),
        (GERMAN, "DE89 3704 0044 0532 0130 00", "Karl Weber"),
        (SPANISH, "ES9121000418450200051332", "Rosa Belmonte Cid"),
    ],
)
def test_a_value_is_of_the_party_that_owns_it(text: str, value: str, who: str) -> None:
    assert whose(text)[value] == who


def test_who_pays_does_not_own_the_account() -> None:
    text = 'Between Ann Lee (the "Tenant") and Ben Ray (the "Landlord").\n\nThe Tenant pays to account DE89 3704 0044 0532 0130 00.\n'
    assert whose(text)["DE89 3704 0044 0532 0130 00"] is None
