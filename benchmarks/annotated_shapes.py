"""Reads annotated sets as others write them: each text with its group (what must not be split) and its labelled places."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import annotated_columns
import names_corpora_abroad
from names_corpora import columns, georgetown, trimmed


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text; `spans` are (start, end, the set's own label)."""

    group: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


_TITLE = re.compile(r"(?i)\s*(?:mr|mrs|ms|miss|dr|prof|sir|madam)\.?\s*")


def without_titles(text: str, spans: list[tuple[int, int, str]], names: frozenset[str]) -> tuple[tuple[int, int, str], ...]:
    """Titles and possessives belong to no name, whatever the set says."""
    kept = []
    for start, end, label in spans:
        if label in names and _TITLE.fullmatch(text, start, end):
            continue
        whole = trimmed(text, [[start, end]]) if label in names else [[start, end]]
        kept += [(one[0], one[1], label) for one in whole]
    return tuple(sorted(kept))


def presidio(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """presidio-research's samples; those of one template are one group."""
    names = _names(told)
    for sample in json.loads(path.read_text("utf-8")):
        spans = [(span["start_position"], span["end_position"], span["entity_type"]) for span in sample["spans"]]
        spans = joined(sample["full_text"], sorted(spans), told.get("join", ()))
        yield Annotated(str(sample["template_id"]), sample["full_text"], without_titles(sample["full_text"], spans, names))


def joined(text: str, spans: list[tuple[int, int, str]], pieces: Sequence[str]) -> list[tuple[int, int, str]]:
    """Pieces of one thing, labelled apart with nothing but marks between them, as one span of the first of these labels.

    A run without that label (a town by itself) stays as it is.
    """
    runs: list[list[tuple[int, int, str]]] = []
    for span in spans:
        before = runs[-1][-1] if runs else None
        if before and span[2] in pieces and before[2] in pieces and re.fullmatch(r"[\s,.>]{0,8}", text[before[1] : span[0]]):
            runs[-1].append(span)
        else:
            runs.append([span])
    made: list[tuple[int, int, str]] = []
    for run in runs:
        whole = len(run) > 1 and any(label == pieces[0] for _, _, label in run)
        made += [(run[0][0], run[-1][1], pieces[0])] if whole else run
    return made


def entities(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """A JSON object a line with `text` and `entities`; pieces of one name or address, labelled apart, are one."""
    names = _names(told)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        spans = sorted((one["start"], one["end"], one["label"]) for one in row["entities"])
        for pieces in told.get("joins", ()):
            spans = joined(row["text"], spans, pieces)
        yield Annotated(row["id"], row["text"], without_titles(row["text"], spans, names))


def brat(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """A text and its annotations beside it (`.ann`): number, label and place, the words."""
    text = path.read_text("utf-8")
    spans: list[tuple[int, int, str]] = []
    for line in path.with_suffix(".ann").read_text("utf-8").splitlines():
        found = re.match(r"T\d+\t(\S+) (\d+) (\d+)\t", line)
        spans += [(int(found[2]), int(found[3]), found[1])] if found else []
    spans = joined(text, sorted(spans), told.get("join", ()))
    yield Annotated(path.stem, text, without_titles(text, sorted(spans), _names(told)))


def lines(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """A JSON object a line with `text` and `annotations`."""
    names, only = _names(told), told.get("only", {})
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if all(row[key] in values for key, values in only.items()):
            spans = [(one["start"], one["end"], one["entity_type"]) for one in row["annotations"]]
            yield Annotated(row["id"], row["text"], without_titles(row["text"], spans, names))


def conll(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """Columns of words and tags; twenty sentences are a document, of one part those of a file where that is a document (`documents`)."""
    for document in columns(path, tag=3, kinds=tuple(told["labels"])):
        spans: Any = document["spans"]
        label = next(iter(told["labels"]))
        group = path.stem if told.get("documents") else str(document["id"])
        yield Annotated(group, str(document["text"]), tuple((start, end, label) for start, end in spans))


def numbered(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """The same with the number of each word before it."""
    for document in columns(path, tag=2, kinds=tuple(told["labels"])):
        spans: Any = document["spans"]
        yield Annotated(f"{path.parent.name}-{document['id']}", str(document["text"]), tuple((start, end, "PER") for start, end in spans))


def treebank(path: Path, _: dict[str, Any]) -> Iterator[Annotated]:
    """Universal NER's and GermEval's columns, contractions of the treebank undone."""
    for document in names_corpora_abroad.together(path.stem, names_corpora_abroad.treebank([path])):
        text, spans = str(document["text"]), document["spans"]
        kept = trimmed(text, spans)  # type: ignore[arg-type]
        yield Annotated(str(document["id"]), text, tuple((start, end, "PER") for start, end in kept))


def gum(path: Path, _: dict[str, Any]) -> Iterator[Annotated]:
    """Universal Dependencies with entities."""
    document = georgetown(path)
    spans: Any = document["spans"]
    yield Annotated(str(document["id"]), str(document["text"]), tuple((start, end, "person") for start, end in spans))


def people(path: Path, _: dict[str, Any]) -> Iterator[Annotated]:
    """The people of a document: every place of a full name, and of its last word where that stands alone."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text, wanted = row["text"], set()
        for subject in row["subjects"]:
            for one in subject["PIIs"]:
                wanted |= _forms(one["keyword"]) if one["tag"] == "NAME" else set()
        listed = sorted((form for form in wanted if form in text), key=lambda form: (-len(form), form))
        if listed:
            found = re.finditer(r"(?<![\w-])(?:" + "|".join(map(re.escape, listed)) + r")(?![\w-])", text)
            yield Annotated(row["metadata"]["data_id"], text, tuple((*match.span(), "NAME") for match in found))


def _forms(keyword: str) -> set[str]:
    forms: set[str] = set()
    for name in re.split(r" / |;", keyword):
        value = re.sub(r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Judge|Justice|Sir)\.? )+", "", name.strip())
        words = value.split()
        # A single letter stands for somebody who must not be known; it is no name that anybody could find.
        if words and len(words[-1]) > 2 and words[-1][:1].isupper():
            forms |= {value, words[-1]}
    return forms


SENTENCES = ("Please send it to {} as soon as you can.", "Address: {}\nThank you.", "They have lived at {} since 2019.", "{}")


def addresses(path: Path, _: dict[str, Any]) -> Iterator[Annotated]:
    """The XML of usaddress: an address an element, its words labelled; those without a number or box are names of places."""
    for number, one in enumerate(ET.parse(path).getroot()):  # noqa: S314 a set fetched on purpose, read for measuring
        value = " ".join("".join(one.itertext()).split())
        tags = {part.tag for part in one}
        if "StreetName" in tags and "AddressNumber" in tags and "IntersectionSeparator" not in tags:
            sentence = SENTENCES[number % len(SENTENCES)]
            start = sentence.index("{}")
            yield Annotated(f"{path.stem}-{number}", sentence.format(value), ((start, start + len(value), "AddressString"),))


def commas(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """`word,tag` on each line."""
    for name, text, spans in annotated_columns.commas(path, told):
        yield Annotated(name, text, tuple((start, end, next(iter(told["labels"]))) for start, end in spans))


def tabs(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """`word<tab>tag` on each line."""
    for name, text, spans in annotated_columns.tabs(path, told):
        yield Annotated(name, text, tuple((start, end, next(iter(told["labels"]))) for start, end in spans))


def spacy(path: Path, told: dict[str, Any]) -> Iterator[Annotated]:
    """SpaCy's binary documents."""
    for name, text, spans in annotated_columns.spacy(path):
        yield Annotated(name, text, without_titles(text, sorted(spans), _names(told)))


def _names(told: dict[str, Any]) -> frozenset[str]:
    return frozenset(label for label, kind in told["labels"].items() if kind == "name")


SHAPES: dict[str, Callable[[Path, dict[str, Any]], Iterator[Annotated]]] = {
    "presidio": presidio,
    "lines": lines,
    "entities": entities,
    "brat": brat,
    "columns": conll,
    "numbered": numbered,
    "treebank": treebank,
    "gum": gum,
    "people": people,
    "addresses": addresses,
    "commas": commas,
    "tabs": tabs,
    "spacy": spacy,
}
