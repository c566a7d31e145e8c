"""A team's tokens: in its sealed database, each with the account it belongs to; it ends with the account's role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stanch.portal import desk, which
from stanch.portal.rights import Visitor
from stanch.portal.team import members
from stanch.portal.tokens import Token, narrowed

NOTED = timedelta(minutes=1)  # so often at most a use is written down


class Sealed:
    """The tokens of all members."""

    def keep(self, owner: Any, hashed: str, token: Token) -> None:
        """Keep a new one."""
        from stanch.portal.team.models import ProgramToken

        ProgramToken.objects.create(
            user=owner, case=which.current().key, identity=token.id, hashed=hashed, name=token.name, scopes=" ".join(sorted(token.scopes)),
            made_at=token.made_at, expires_at=token.expires_at,
        )  # fmt: skip

    def of(self, owner: Any) -> list[Token]:
        """Those of a member that still open, oldest first."""
        from stanch.portal.team.models import ProgramToken

        rows = ProgramToken.objects.filter(user=owner, case=which.current().key, expires_at__gt=desk.clock()).order_by("pk")
        return [Token(row.identity, row.name, frozenset(row.scopes.split()), row.made_at, row.expires_at, row.used_at) for row in rows]

    def revoke(self, owner: Any, identity: str) -> Token | None:
        """End one."""
        from stanch.portal.team.models import ProgramToken

        found = next((one for one in self.of(owner) if one.id == identity), None)
        return found if found and ProgramToken.objects.filter(user=owner, case=which.current().key, identity=identity).delete()[0] else None

    def visitor(self, hashed: str) -> tuple[str, Visitor] | None:
        """Who calls with it, with the rights that the member has now."""
        from stanch.portal.team.models import ProgramToken

        now, case = desk.clock(), which.current().key
        rows = ProgramToken.objects.select_related("user").filter(hashed=hashed, case=case, expires_at__gt=now, user__is_active=True)
        row = rows.first()
        owner = members.of_user(row.user) if row else None
        if row is None or owner is None:
            return None
        if row.used_at is None or now - row.used_at > NOTED:
            ProgramToken.objects.filter(pk=row.pk).update(used_at=now)
        return row.identity, narrowed(owner, row.name, frozenset(row.scopes.split()))

    def named(self, identity: str) -> Token | None:
        """The token of this id on this case."""
        from stanch.portal.team.models import ProgramToken

        row = ProgramToken.objects.filter(case=which.current().key, identity=identity).first()
        return Token(row.identity, row.name, frozenset(row.scopes.split()), row.made_at, row.expires_at, row.used_at) if row else None
