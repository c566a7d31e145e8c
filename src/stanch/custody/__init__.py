"""What do we have, and is it untouched? Exhibits: hashed, dated, with who took them; a manifest that anyone can verify."""

from stanch.custody.acquire import acquire
from stanch.custody.bag import Exported, export
from stanch.custody.compare import Difference, verify

__all__ = ["Difference", "Exported", "acquire", "export", "verify"]
