"""What the law asks about. The keys of docs/facts.md; unknown keys are refused, missing ones asked for, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Organisation:
    """The breached organisation. `establishment`: codes of places; `contact_*` are what letters need."""

    name: str | None = None
    sector: str | None = None
    role: str | None = None
    establishment: tuple[str, ...] = ()
    regulated_as: tuple[str, ...] = ()
    domicile: str | None = None
    turnover_aud: float | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    contact_name: str | None = None
    contact_title: str | None = None
    targets_eu: bool | None = None
    targets_uk: bool | None = None
    critical_infrastructure: bool | None = None
    targets: tuple[str, ...] | None = None  # places whose people it offers goods or services to, or watches
    means: tuple[str, ...] | None = None  # places where equipment or agents of its own process the data
    small_business: bool | None = None  # a micro or small enterprise by the measure of the law concerned
    ca_health_facility: bool | None = None  # licensed in California as clinic, health facility, home health agency or hospice


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened, in the words of docs/facts.md. Null is unknown."""

    kind: str | None = None
    medium: str | None = None
    confidentiality: str | None = None
    actor: str | None = None
    occurred: date | None = None
    ended: date | None = None
    discovered: date | None = None
    determined: date | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class DataSet:
    """A set of elements of one category of persons. With `affected` it may have its own counts by residence.

    `age` and `deceased` say that all of these people are children of that age, or have died: people of whom that is so are a
    data set of their own. Null is not told: they are taken to be alive, and of age unless `person_category` says child.
    `role` is the organisation's in these data where it is another than in the rest (`org.role`): owner of some, processor of others.
    `parts`: the same people are of several categories (a patient who is on the staff), each with its own elements. It is
    made from people found; a facts file writes two data sets.
    """

    person_category: str | None = None
    elements: tuple[str, ...] = ()
    with_name: bool | None = None
    encrypted: bool | None = None
    key_compromised: bool | None = None
    affected: dict[str, int] | None = None
    age: str | None = None
    deceased: bool | None = None
    role: str | None = None
    parts: tuple[DataSet, ...] = ()


@dataclass(frozen=True, slots=True)
class Harm:
    """The harm finding in the word of the law concerned."""

    finding: str = "not_assessed"
    documented: bool | None = None


@dataclass(frozen=True, slots=True)
class Severity:
    """What the guided assessments of severity ask beyond the other facts; the words stand in docs/facts.md. Null is unknown.

    An empty list of `effects` says that none has shown; null says that nobody has looked.
    """

    detail: str | None = None
    implies: str | None = None
    safety_at_stake: bool | None = None
    public_or_stale: bool | None = None
    identification: str | None = None
    recipients: str | None = None
    restored: str | None = None
    altered: str | None = None
    effects: tuple[str, ...] | None = None
    viewed: bool | None = None
    recipient_bound: bool | None = None
    assured: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a case. Null is unknown; `affected` counts people by residence."""

    as_of: date | None = None
    org: Organisation = field(default_factory=Organisation)
    incident: Incident = field(default_factory=Incident)
    data: tuple[DataSet, ...] = ()
    affected: dict[str, int] = field(default_factory=dict)
    harm: Harm = field(default_factory=Harm)
    harm_by_jurisdiction: dict[str, str] = field(default_factory=dict)
    backup: bool | None = None
    exfiltration: bool | None = None
    recipient: str | None = None
    contact_data: bool | None = None
    targets_eu: bool | None = None
    material: bool | None = None
    significant: bool | None = None
    major: bool | None = None
    ransom_paid: bool | None = None
    sensitive_account: bool | None = None
    service_disruption: bool | None = None
    disruption_hours: float | None = None
    misuse_possible: bool | None = None
    acquisition_ruled_out: bool | None = None
    law_enforcement_consulted: bool | None = None
    law_enforcement_hold_until: date | None = None
    domicile: str | None = None
    turnover_aud: float | None = None
    assessed: date | None = None
    materiality_determined: date | None = None
    paid_on: date | None = None
    notified_individuals_on: date | None = None
    client_finances_affected: bool | None = None
    product_security_affected: bool | None = None
    vulnerability_exploited: bool | None = None
    corrective_measure_on: date | None = None
    large_scale: bool | None = None  # many people, or much data, by the measure of the law concerned
    without_residence: int | None = None  # people found whose residence is not known: they count nowhere
    severity: Severity = field(default_factory=Severity)
    contracts: str | None = None  # the business's own promises to tell others: the text of a file of contracts
