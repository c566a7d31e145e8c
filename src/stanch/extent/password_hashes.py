"""Which hash of a password a cell holds, by how programs write them: slow and salted, or fast (or without a salt).

Sources: crypt(5), the PHC string format, RFC 2307 and 3112 (`{SSHA}`), RFC 5803 (SCRAM), the formats of ASP.NET Core Identity, Drupal,
WordPress, Django, Werkzeug, Spring Security, Magento, Joomla, MySQL, PostgreSQL, SQL Server, Oracle, Firebase and macOS as their manuals
and sources give them.
"""

from __future__ import annotations

import re

_B64 = r"[A-Za-z0-9+/]"
_SALTED = re.compile(
    r"(?:\{[\w-]{2,16}\})?\$(?!SHA\$|apr1?md5\$)[\w-]{1,16}\$\S{8,}"  # crypt and the PHC string format, also behind `{bcrypt}`, `{CRYPT}`
    r"|\$S\$\S{40,}|\{(?:CRYPT|PBKDF2[\w-]*|ARGON2\w*|bcrypt|s?crypt|argon2|pbkdf2)\}\S{13,}"
    r"|pbkdf2[_:-](?:hmac[_-])?sha\w{1,6}[:$]\d+[:$]\S{16,}|(?:argon2|bcrypt(?:_sha256)?|scrypt)[$:]\S{24,}"
    rf"|AQAAAA[A-Z]{_B64}{{50,}}={{0,2}}|A{_B64}{{65}}=="  # ASP.NET Identity, third and second version
    rf"|SCRAM-SHA-(?:1|256)\$\d+:{_B64}+=*\${_B64}+=*:{_B64}+=*"
    rf"|\d{{3,7}}:{_B64}{{16,}}={{0,2}}:{_B64}{{16,}}={{0,2}}"
    r"|[0-9a-f]{64}:[^\s:]{8,64}:\d+_\d+_\d+_\d+|[0-9a-f]{128}[.:][0-9a-f]{16,64}"
)
_FAST = re.compile(
    r"(?i)[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}"
    r"|\*[0-9A-F]{40}|md5[0-9a-f]{32}|0x0[12]00[0-9A-F]{40,}|S:[0-9A-F]{60}\S*"
    r"|(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})[:$][^\s:$]{2,64}(?::[0-3])?"
    r"|\{(?:S?SHA|S?MD5|S?SHA(?:224|256|384|512)|SMD5|MD4)\}[A-Za-z0-9+/=]{16,}"
    r"|(?:sha1|sha256|sha512|md5)[$:][^\s$:]{0,64}[$:][0-9a-f]{32,128}|\$(?:SHA|sha1|md5)\$[^\s$]+\$[0-9a-f]{32,128}"
)
# Digests in base64: of 20, 32 and 64 bytes, and of those that end in no sign of equality.
_IN_BASE64 = re.compile(rf"{_B64}{{27}}=|{_B64}{{43}}=|{_B64}{{86}}==|(?=\S*\d)(?=\S*[A-Z])(?=\S*[a-z]){_B64}{{64,}}={{0,2}}")


def salted_hash(text: str) -> bool:
    """A slow hash with its salt."""
    return bool(_SALTED.fullmatch(text.strip()))


def fast_hash(text: str) -> bool:
    """A fast hash, or one without a salt."""
    written = text.strip()
    return bool(_FAST.fullmatch(written) or _IN_BASE64.fullmatch(written)) and not _SALTED.fullmatch(written)


def told_hash(text: str) -> bool:
    """What a header calls a hash: figures and letters."""
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def not_hash(text: str) -> bool:
    """A password in the clear: what looks like a hash is one, and stars hide one."""
    return not (salted_hash(text) or fast_hash(text) or set(text.strip()) <= {"*", "•"})
