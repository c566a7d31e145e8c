"""Logins that are the name of a mailbox: whoever signs in as `ana.ruiz77` is reached at ana.ruiz77@example.com, if the names agree.

A note that names somebody and a login says nothing else that is a person's own; without this who is told of a breach is not told of the
password. Logins are known by their tokens alone, so the names of the mailboxes that the evidence holds are made tokens as well.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from stanch.people.partial import comparable
from stanch.vault import Keys, tokeniser

LOGIN = "username"
LONG = 6  # signs from which a login is hardly anybody else's: `ana` is the name of many a mailbox


def with_mailboxes(partial: pa.Table, keys: Keys) -> pa.Table:
    """The same records, those that tell a login and no mailbox with the only mailbox of that name, where its bearer has their name."""
    alone = pc.fill_null(pc.and_(pc.is_null(partial.column("email")), pc.starts_with(partial.column("member"), f"{LOGIN}:")), False)
    if not pc.any(alone).as_py():
        return partial
    named = _mailboxes(partial.column("email"), keys)
    logins = pc.utf8_slice_codeunits(partial.column("member"), len(LOGIN) + 1)
    meant = [named.get(login) if one else None for one, login in zip(alone.to_pylist(), logins.to_pylist(), strict=True)]
    bearers = _names(partial, pc.is_in(partial.column("email"), value_set=pa.array(sorted({one for one in meant if one}), pa.string())))
    own = _names(partial, pa.array([one is not None for one in meant]))
    known = {(mailbox, name) for number, name in bearers.items() if (mailbox := partial.column("email")[number].as_py())}
    found = [mailbox if (mailbox, own.get(number)) in known else None for number, mailbox in enumerate(meant)]
    emails = pc.coalesce(partial.column("email"), pa.array(found, pa.string()))
    return partial.set_column(partial.schema.get_field_index("email"), "email", emails)


def _mailboxes(emails: pa.ChunkedArray, keys: Keys) -> dict[str, str]:
    """For each token of a login the mailbox of that name; none where two providers have one."""
    token, found = tokeniser(keys), dict[str, str | None]()
    for email in pc.unique(emails).drop_null().to_pylist():
        name = email.partition("@")[0].strip().lower()
        if len(name) >= LONG:
            login = token(LOGIN, name)
            found[login] = email if found.get(login, email).lower() == email.lower() else ""
    return {login: email for login, email in found.items() if email}


def _names(partial: pa.Table, chosen: pa.Array | pa.ChunkedArray) -> dict[int, tuple[str, str]]:
    """Given and family name, as they compare, of the chosen rows that have both."""
    numbers = [number for number, one in enumerate(chosen.to_pylist()) if one]
    rows = comparable(partial.take(pa.array(numbers, pa.int64()))).select(["given", "family"]).to_pylist()
    return {number: (row["given"], row["family"]) for number, row in zip(numbers, rows, strict=True) if row["given"] and row["family"]}
