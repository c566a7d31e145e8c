"""The texts that an event must hold for a rule to have a chance: found for thousands of rules in one pass.

A *group* is a set of literals (small letters) of which one must stand somewhere in the event's text. A rule has up to
three groups, all of which must be met. A rule without a group has to be asked each time.
"""

from __future__ import annotations

from stanch.cause.sigma.evaluate import Tree

Group = frozenset[str]
SHORTEST = 3  # bytes in UTF-8: shorter texts stand everywhere, but a single picture sign tells much
GROUPS = 3
MOST = 5000  # literals in one group; lists of hashes are long
# Texts that most events of a Windows log hold, of little use to tell rules apart.
COMMON = frozenset(
    (".exe", ".dll", "c:\\", "c:\\windows\\", "windows", "\\windows\\", "system32", "\\system32\\", "microsoft", "true", "false")
)


def groups(tree: Tree) -> tuple[Group, ...]:
    """The best groups of a rule, the pickiest first."""
    found = sorted(set(_groups(tree)), key=_worth, reverse=True)
    return tuple(found[:GROUPS])


def _worth(group: Group) -> tuple[float, list[str]]:
    worst = min(0.5 if text in COMMON else len(text) for text in group)
    return min(worst, 12) - len(group) / 20, sorted(group)


def _groups(tree: Tree) -> list[Group]:
    sort = tree[0]
    if sort == "and":
        return [group for part in tree[1] for group in _groups(part)]
    if sort == "or":
        united: set[str] = set()
        for part in tree[1]:
            best = max(_groups(part), key=_worth, default=None)
            if best is None:
                return []
            united |= best
        return [frozenset(united)] if united and len(united) <= MOST else []
    if sort == "not":
        return []
    return _of_value(tree[2])


def _of_value(value: list[object]) -> list[Group]:
    if value[0] == "text" and isinstance(value[1], list):
        texts = [part.lower() for part in value[1] if isinstance(part, str)]
        longest = max(texts, key=len, default="")
        return [frozenset((longest,))] if len(longest.encode("utf-8", "surrogatepass")) >= SHORTEST and "\n" not in longest else []
    if value[0] == "re":
        best = of_pattern(str(value[1]))
        return [best] if best and len(best) <= MOST else []
    return []


def of_pattern(pattern: str) -> Group | None:
    """Literals of which a match of this regular expression must hold one; None where none can be told for sure."""
    branches = _branches(pattern)
    if branches is None:
        return None
    united: set[str] = set()
    for branch in branches:
        best = _of_branch(branch)
        if best is None:
            return None
        united |= best
    return frozenset(united)


def _branches(pattern: str) -> list[str] | None:
    """The pattern cut at each | that stands in no bracket."""
    cuts, depth, at, start = [], 0, 0, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = _class_end(pattern, at)
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and not depth:
            cuts.append(pattern[start:at])
            start = at + 1
        at += 1
    return None if depth else [*cuts, pattern[start:]]


def _class_end(pattern: str, at: int) -> int:
    """Where the character class that begins at `at` ends."""
    end = at + 1
    if pattern[end : end + 1] == "^":
        end += 1
    if pattern[end : end + 1] == "]":
        end += 1
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end


def _of_branch(branch: str) -> Group | None:
    runs: list[Group] = []
    run = ""
    at = 0
    while at < len(branch):
        inner: Group | None = None
        letter, end = _piece(branch, at)
        if branch[at] == "(":
            inner = _inside(branch[at + 1 : end - 1])
        optional, behind = _quantified(branch, end)
        if letter is not None and not optional and behind == end:
            run += letter
        else:
            runs.append(frozenset((run,)))
            run = "" if letter is None or optional else letter
            if letter is not None and not optional:
                runs.append(frozenset((run,)))
                run = ""
            if inner and not optional:
                runs.append(inner)
        at = behind
    runs.append(frozenset((run,)))
    usable = [one for one in runs if min(len(text.encode("utf-8", "surrogatepass")) for text in one) >= SHORTEST]
    return max(usable, key=_worth, default=None)


def _piece(branch: str, at: int) -> tuple[str | None, int]:
    """The plain letter that stands at `at` (None where it is no plain letter), and where the piece ends."""
    sign = branch[at]
    if sign == "\\":
        follower = branch[at + 1 : at + 2]
        return (follower if follower and not follower.isalnum() else None), at + 2
    if sign == "[":
        return None, _class_end(branch, at) + 1
    if sign == "(":
        depth, end = 0, at
        while end < len(branch):
            if branch[end] == "\\":
                end += 1
            elif branch[end] == "[":
                end = _class_end(branch, end)
            elif branch[end] in "()":
                depth += 1 if branch[end] == "(" else -1
                if not depth:
                    break
            end += 1
        return None, end + 1
    return (None if sign in ".^$" else sign.lower() if len(sign.lower()) == 1 else None), at + 1


def _inside(group: str) -> Group | None:
    if group.startswith("?"):
        if not group.startswith("?:"):
            return None  # look-around, flags, names: nothing is told of them
        group = group[2:]
    return of_pattern(group)


def _quantified(branch: str, at: int) -> tuple[bool, int]:
    """Whether what ends at `at` may be missing, and where its quantifier ends."""
    sign = branch[at : at + 1]
    if not sign or sign not in "?*+{":
        return False, at
    end = at + 1
    optional = sign in "?*"
    if sign == "{":
        close = branch.find("}", at)
        count = branch[at + 1 : close].partition(",")[0] if close > 0 else ""
        if close < 0 or not count.strip().isdigit():
            return True, at + 1 if close < 0 else close + 1
        optional, end = int(count) == 0, close + 1
    while branch[end : end + 1] in ("?", "+") and end < len(branch):
        end += 1
    return optional, end
