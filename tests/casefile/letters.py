"""Complete notices to invented people, approved in a case: what the tests of delivery send."""

from dataclasses import replace

from stanch.casefile import Case, decide, weighing
from stanch.records import Duty, Notice, Person, PostalAddress

DUTY = Duty(
    "US-ME/individuals",
    "US-ME",
    "individuals",
    True,
    None,
    None,
    ("written", "email"),
    "",
    (),
    "10 M.R.S. § 1348",
    "residents",
    "individuals",
)
FIELDS = {
    "org_name": "Brightwater Dental Group",
    "org_address": "400 Harbor Road, Portland, ME 04101",
    "date_of_notice": "November 24, 2026",
    "happened": "someone got into our network",
    "When": "On September 1, 2026",
    "discovered": "October 1, 2026",
    "exposed": "Social Security number",
    "kinds": "ssn",
    "steps_taken": "We closed the way in.",
    "prevention": "We ask for a second proof.",
    "phone": "207-555-0140",
    "voice": "person",
    "bureaus": "Equifax, 1-888-298-0045",
    "ftc": "Federal Trade Commission, 1-877-438-4338",
    "contact_name": "Dana Reyes",
    "contact_title": "Privacy Officer",
}
SECTIONS = ("opening/person", "what_happened/dated", "what_happened/found", "what_information/intro", "what_information/list", "closing")


def person(number: int, **more) -> Person:
    fields = {
        "name": f"Ann {number} Lee",
        "residence": "US-ME",
        "email": f"ann{number}@example.com",
        "elements": ("name", "ssn"),
        "postal_address": PostalAddress(f"{number} Elm Street", "Portland", "ME", "04101", "US"),
    }
    return Person(id=f"p{number}", **(fields | more))


def notice(one: Person, *, form: str = "letter", **more) -> Notice:
    address = (one.name, one.postal_address.street, "Portland, ME 04101") if form == "letter" and one.postal_address else ()
    made = Notice(
        id=f"letter-{one.id}",
        form=form,
        recipient="individuals",
        jurisdiction="US-ME",
        duties=(DUTY.id,),
        language="en",
        text_id="en/individual",
        fields=FIELDS | {"name": one.name, "greeting": f"Dear {one.name}:"},
        sections=more.pop("sections", sections()),
        person=one.id,
        address=address,
        email=one.email,
    )
    return replace(made, **more)


def sections() -> tuple[str, ...]:
    """Those of the example of the text itself."""
    from stanch.notices.form import text_at
    from stanch.notices.wording import chosen

    text = text_at("en/individual")
    return chosen(text, frozenset({"person", "exposed:ssn", "known:When"}), frozenset())


def choose(case: Case) -> None:
    """Counsel's choice of a way to tell people, without which nothing goes out."""
    decide.write(
        case, weighing.CHOICE, {weighing.SUBJECT: "minimum"}, verdict="minimum", by="counsel", grounds="as the laws ask", action="choose"
    )


def filled(case: Case, count: int, *, form: str = "letter", approve: bool = True) -> list[Person]:
    """A case with so many people, a letter to each, approved."""
    people = [person(number) for number in range(count)]
    case.store.put(Person, people)
    case.store.put(Duty, [DUTY])
    case.store.put(Notice, [notice(one, form=form) for one in people])
    choose(case)
    if approve:
        decide.approve_notices(case, [f"letter-{one.id}" for one in people], by="counsel")
    return people
