"""An optional model that reads for names too: any network for token classification in ONNX, beside the tagger that is built in.

`STANCH_NAMES_MODEL` names a folder with `model.onnx` (or `onnx/model.onnx`), `tokenizer.json` and `config.json` (`id2label`), the form in
which such models are published. It needs the extra `stanch[ner]`. Nothing is fetched: the folder is what somebody chose and put there. A
model reads hundreds of times more slowly than the tagger; it is for small shares of prose where a missed name counts more than an hour.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stanch.errors import WrongCall
from stanch.extent.anchored import Later

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FOLDER = "STANCH_NAMES_MODEL"
CONTEXT = "names model"
# Labels of persons in published sets: CoNLL, OntoNotes, WikiANN, and models made for personal data.
PERSON = Later(
    r"(?i)(?:[BIESLU][-_])?(?:per(?:son)?(?:name)?|name|full_?name|(?:first|given|middle|last|family)_?name|surname|patient|staff|private_person)"
)
TOKENS, OVERLAP, BATCH = 384, 64, 8
PIECE = 20_000  # characters encoded at a time
LEAST = 0.5
SUREST = 0.97  # networks are surer than they are right


def find(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Start, end and probability of each name in that part of the text; nothing where no model was chosen."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    model = _opened(folder)
    for low, high in _pieces(text, start, end):
        for first, last, surety in model.names(text[low:high]):
            yield low + first, low + last, surety


def chosen() -> str:
    """The folder of the model, "" where none was chosen."""
    return os.environ.get(FOLDER, "")


def check() -> None:
    """Raise `WrongCall` where a model was chosen that cannot be used."""
    if folder := os.environ.get(FOLDER):
        _opened(folder)


@cache
def mark() -> str:
    """What findings depend on: nothing without a model, else its bytes."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return ""
    return hashlib.blake2b(b"".join(path.read_bytes() for path in _files(Path(folder))), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def _opened(folder: str) -> Model:
    return Model(Path(folder))


def _files(folder: Path) -> tuple[Path, Path, Path]:
    network = folder / "model.onnx"
    if not network.is_file():
        network = folder / "onnx" / "model.onnx"
    found = (network, folder / "tokenizer.json", folder / "config.json")
    for path in found:
        if not path.is_file():
            raise WrongCall(
                f"the model of names has no {path.name}", where=f"{FOLDER}={folder}",
                do="Name the folder of a token classification model exported to ONNX: model.onnx, tokenizer.json, config.json.",
            )  # fmt: skip
    return found


class Model:
    """A network and its tokenizer, opened once in each process. Raises `WrongCall` for what is not one."""

    def __init__(self, folder: Path) -> None:
        network, tokenizer, config = _files(folder)
        import numpy as np

        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError:
            raise WrongCall(
                "a model of names needs the extra ner", where=f"{FOLDER}={folder}", do="pip install 'stanch[ner]', or unset the variable."
            ) from None
        try:
            labels = json.loads(config.read_text(encoding="utf-8"))["id2label"]
            self.begins = np.array([str(labels[str(number)])[:2].upper() in ("B-", "U-", "S-") for number in range(len(labels))])
            self.person = np.array([bool(PERSON.fullmatch(str(labels[str(number)]))) for number in range(len(labels))])
            self.tokenizer = Tokenizer.from_file(str(tokenizer))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1  # workers share the cores among them
            options.log_severity_level = 4
            self.session = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001 three formats of others, each with errors of its own
            raise WrongCall(
                f"not a model of names ({type(error).__name__})",
                where=f"{FOLDER}={folder}",
                do="Export it to ONNX again, with its tokenizer.",
            ) from None
        if not self.person.any():
            raise WrongCall("the model knows no label for persons", where=f"{FOLDER}={folder}", do="Choose a model with PER or PERSON.")
        self.tokenizer.enable_truncation(TOKENS, stride=OVERLAP)
        self.wanted = {one.name for one in self.session.get_inputs()}

    def names(self, text: str) -> list[tuple[int, int, float]]:
        """Start, end and probability, in order, not overlapping; of what two windows read, the surer counts."""
        whole = self.tokenizer.encode(text)
        windows = [whole, *whole.overflowing]
        if len(windows) > 1:  # the last is shorter than the others
            longest = max(len(one.ids) for one in windows)
            for one in windows:
                one.pad(longest)
        found: dict[tuple[int, int], float] = {}
        for at in range(0, len(windows), BATCH):
            batch = windows[at : at + BATCH]
            for window, chances in zip(batch, self._chances(batch), strict=True):
                for first, last, surety in self._joined(text, window, chances):
                    found[first, last] = max(surety, found.get((first, last), 0.0))
        return _apart(found)

    def _chances(self, windows: list[Any]) -> npt.NDArray[np.float32]:
        """The probability of every label, by window and token."""
        import numpy as np

        ids = np.array([one.ids for one in windows], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.array([one.attention_mask for one in windows], dtype=np.int64),
            "token_type_ids": np.zeros_like(ids),
        }
        logits = self.session.run(None, {name: given[name] for name in self.wanted})[0]
        raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
        found: npt.NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
        return found

    def _joined(self, text: str, window: Any, chances: npt.NDArray[np.float32]) -> Iterator[tuple[int, int, float]]:
        """Tokens of a name, put together: pieces of one word always, words where no new name begins between them."""
        import numpy as np

        label = chances.argmax(axis=-1)
        is_name, surety = self.person[label], chances[:, self.person].sum(axis=-1)
        start = end = -1
        sure: list[float] = []
        for at, (first, last) in enumerate(window.offsets):
            if window.special_tokens_mask[at] or first >= last:
                continue
            glued = first == end and end > 0 and text[first].isalnum() and text[first - 1].isalnum()
            goes_on = start >= 0 and (glued or (is_name[at] and not self.begins[label[at]] and text[end:first].strip(" .'-") == ""))
            if start >= 0 and not goes_on:
                yield start, end, float(np.mean(sure))
                start, sure = -1, []
            if start < 0 and is_name[at] and not (glued and not sure):
                start = first
            end = last
            if start >= 0 and not (glued and sure):  # the first piece speaks for its word
                sure.append(float(surety[at]))
        if start >= 0:
            yield start, end, float(np.mean(sure))


def _apart(found: dict[tuple[int, int], float]) -> list[tuple[int, int, float]]:
    kept: list[tuple[int, int, float]] = []
    for (start, end), surety in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        if surety >= LEAST and all(end <= first or start >= last for first, last, _ in kept):
            kept.append((start, end, min(round(surety, 3), SUREST)))
    return sorted(kept)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of a size that the tokenizer takes at once, cut at line ends or spaces."""
    while end - start > PIECE:
        cut = max(text.rfind("\n", start + PIECE // 2, start + PIECE), text.rfind(" ", start + PIECE - 200, start + PIECE)) + 1
        cut = cut or start + PIECE
        yield start, cut
        start = cut
    if start < end:
        yield start, end
