"""Brings annotated corpora into one shape: a line `{"id", "text", "spans": [[start, end]]}` per document, spans = person names.

    python benchmarks/names_corpora.py SOURCES OUT [MEASURED]

Reads from `SOURCES` (fetched beforehand, never committed) what is there and writes one JSONL file each to `OUT`:
`gum/dep/GUM_*.conllu` (GUM, mostly CC BY; train), `sec/train.txt` (SEC filings of Salinas Alvarado et al. 2015, CC BY 3.0;
train), `uner/en_ewt-ud-{dev,test}.iob2` (Universal NER on EWT, CC BY-SA 4.0; dev to train, test held apart),
`pud/en_pud-ud-test.iob2` (Universal NER on the thousand sentences of PUD, news and encyclopaedia, CC BY-SA 4.0; train),
`btc/*.conll` (Broad Twitter Corpus of Derczynski, Bontcheva and Roberts 2016, CC BY 4.0; train),
`gum/dep/GENTLE_*.conllu` (held apart),
`wikigold.conll.txt` (CC BY 4.0; held apart), `presidio.json` (presidio-research, MIT; held apart), `legal.jsonl` (held apart).
`MEASURED` holds the repositories of `annotated_sets.yaml`: sentences of encyclopaedia that stand in them are not learnt from.
Titles and possessives do not belong to a name here, whatever the corpus says.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import names_corpora_wiki
from names_corpora_abroad import corpora as corpora_abroad
from names_corpora_abroad import together

from stanch.extent.names_lexicon import look_up

TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lord|Lady|Dame|President|Judge|Justice|Smt|Shri|Sri|Dr\.?|Rev|Capt|Captain|"
    r"General|Gen|Sen|Senator|Rep|Gov|Governor|Hon'?ble|King|Queen|Prince|Princess|Pope|St|Saint|Adv|Advocate)\b\.? +)+"
)
PARTICLES = frozenset(["de", "la", "van", "der", "von", "bin", "al", "du", "den", "da", "di", "del", "dos", "ibn", "ul", "ter", "ten"])
ROLES = frozenset(
    [
        "President",
        "Secretary",
        "Ambassador",
        "Home",
        "State",
        "Foreign",
        "Prime",
        "Minister",
        "Vice",
        "Chief",
        "Master",
        "Chancellor",
        "Director",
        "Chairman",
        "Attorney",
        "General",
        "Representative",
        "Congressman",
        "Congresswoman",
        "Mayor",
        "Queen",
        "King",
        "Prince",
        "Princess",
        "Emperor",
        "Empress",
        "Count",
        "Duke",
        "Father",
        "Mother",
        "Brother",
        "Sister",
        "Uncle",
        "Aunt",
        "Commander",
        "Major",
        "Private",
        "Detective",
        "Officer",
        "Agent",
        "Coach",
        "Doctor",
        "Archbishop",
        "Bishop",
        "Justice",
        "Judge",
        "Governor",
    ]
)
NOBODY = re.compile(
    r"(ans|ish|ese|ists|ers)$|^(God|Mom|Dad|Mother|Father|Sir|Lord|I|OK|Student|Inspector|Dean|Master|Director|Muse|Muses|Democrat|Republican|Catholic|Christian|Jew|Jews|Muslim|lender|Lender|borrower|Borrower|Petitioner|Respondent|Appellant|Plaintiff|Defendant|Applicant|Claimant)$|\d"
)
GLUED = {",", ".", ";", ":", "!", "?", ")", "]", "'s", "’s", "n't", "%", "'", "”", "''", "-"}
OPENING = {"(", "[", "$", "“", "``", "-", "#"}


def detokenize(tokens: list[tuple[str, bool, bool]]) -> tuple[str, list[list[int]]]:
    """Text and spans of (word, begins a name, goes on with a name)."""
    text, spans, open_span = "", [], False
    for word, begins, inside in tokens:
        if text and not text.endswith("\n") and word not in GLUED and text.rsplit(" ", maxsplit=1)[-1] not in OPENING:
            text += " "
        start = len(text)
        text += word
        if begins or (inside and not open_span):
            spans.append([start, len(text)])
        elif inside:
            spans[-1][1] = len(text)
        open_span = begins or inside
    return text, spans


def trimmed(text: str, spans: Iterable[list[int]]) -> list[list[int]]:
    kept = []
    for start, end in spans:
        value = text[start:end]
        title = TITLE.match(value)
        begin = start + (title.end() if title else 0)
        value = re.sub(r"['’]s?$|[,;:]$", "", text[begin:end])
        if re.search(r"[^\W\d_]", value) and not re.fullmatch(r"(?i)lender|borrower|corre", value):
            kept.append([begin, begin + len(value)])
    return kept


def columns(path: Path, *, tag: int, kinds: tuple[str, ...], without: str = "") -> Iterator[dict[str, object]]:
    """CoNLL columns, documents of up to twenty sentences. `without`: sentences with a word that begins so are left out."""
    sentences, sentence = [], []
    for line in [*path.read_text("utf-8", "replace").split("\n"), ""]:
        parts = line.split()
        if line.startswith(("-DOCSTART-", "# ")):
            continue
        if not parts:
            kept = sentence and not (without and any(word.startswith(without) for word, _, _ in sentence))
            sentences += [sentence] if kept else []
            sentence = []
            continue
        word, label = (parts[1], parts[2]) if tag == 2 else (parts[0], parts[-1])
        named = label[2:] in kinds
        sentence.append((word, named and label[0] == "B", named))
    for at in range(0, len(sentences), 20):
        text, spans = "", []
        for piece in sentences[at : at + 20]:
            line, found = detokenize(piece)
            spans += [[start + len(text), end + len(text)] for start, end in found]
            text += line + "\n"
        yield {"id": f"{path.stem}-{at}", "text": text, "spans": trimmed(text, spans)}


def georgetown(path: Path) -> dict[str, object]:
    """GUM's Universal Dependencies with entities: runs of proper nouns in a person entity whose head is one of them."""
    text, spans, stack, words, glue = "", [], [], [], False
    people: list[tuple[int, int]] = []
    for line in path.read_text().split("\n"):
        if line.startswith("# newpar") and text:
            text = text.rstrip(" ") + ("\n" if text.endswith("\n") else "\n\n" if "head" in line else "\n")
        parts = line.split("\t")
        if len(parts) < 10 or not parts[0].isdigit():
            multi = re.match(r"\d+-\d+\t([^\t]+)\t.*?(SpaceAfter=No)?$", line)
            glue = glue or bool(multi and "SpaceAfter" in line)
            continue
        word, tag = parts[1], parts[4]
        start = len(text)
        text += word
        words.append((start, len(text), tag, word))
        text += "" if "SpaceAfter=No" in parts[9] else " "
        entity = re.search(r"Entity=([^|]+)", parts[9])
        for opened, kind, alone, closed in re.findall(r"\((\d+)-([a-z]+)[^()]*?(\))?(?=[()]|$)|(\d+)\)", entity[1] if entity else ""):
            if opened and alone:
                people += [(len(words) - 1, len(words))] if kind == "person" else []
            elif opened:
                stack.append((opened, kind, len(words) - 1))
            else:
                at = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] == closed), None)
                if at is not None:
                    _, ended, first = stack.pop(at)
                    people += [(first, len(words))] if ended == "person" else []
    for first, last in people:
        run: list[tuple[int, int, str, str]] = []
        for token in words[first:last]:
            if token[2] == "NNP" or (run and token[3] in PARTICLES):
                run.append(token)
            elif run:
                break
        while run and run[-1][3] in PARTICLES:
            run.pop()
        while len(run) > 1 and run[0][3].rstrip(".") in ROLES:
            run.pop(0)
        # A run that modifies a noun names something else; one that is an ordinary word or a nation names nobody.
        after = words[words.index(run[-1]) + 1] if run and words.index(run[-1]) + 1 < last else None
        if run and not (after and after[2].startswith("NN")) and not _nobody(run):
            spans.append([run[0][0], run[-1][1]])
    unique = sorted({tuple(span) for span in trimmed(text, spans)})
    outer = [list(a) for a in unique if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in unique)]
    return {"id": path.stem, "text": text, "spans": outer}


def _nobody(run: list[tuple[int, int, str, str]]) -> bool:
    word = run[0][3]
    if re.search(
        r"\b(Party|Institute|Museum|Library|University|House|Government|Court|Council|Department)\b", " ".join(token[3] for token in run)
    ):
        return True
    return len(run) == 1 and (bool(NOBODY.search(word)) or word in ROLES or (look_up(word).ordinary > 6 and look_up(word).given < 12))


def presidio(path: Path) -> Iterator[dict[str, object]]:
    for number, sample in enumerate(json.loads(path.read_text())):
        spans = [[span["start_position"], span["end_position"]] for span in sample["spans"] if span["entity_type"] == "PERSON"]
        addresses = [[span["start_position"], span["end_position"]] for span in sample["spans"] if span["entity_type"] == "STREET_ADDRESS"]
        yield {"id": str(number), "text": sample["full_text"], "spans": trimmed(sample["full_text"], sorted(spans)), "addresses": addresses}


def measured_sentences(folder: Path) -> frozenset[str]:
    """Every sentence of the sets that measure, as `names_corpora_wiki.sentence_key` has it."""
    from annotated_sets import TOLD, texts_of  # which reads some of its sets by functions of this module

    texts = (one.text for told in TOLD["sets"] for one in texts_of(folder, told))
    return frozenset(names_corpora_wiki.sentence_key(line) for text in texts for line in text.split("\n"))


LEFT_OUT = ("reddit", "fiction", "whow", "court")


def main() -> None:
    sources, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    corpora: dict[str, Iterable[dict[str, object]]] = {
        # Left out of training: reddit (no words in it), fiction and whow (not for commercial use), court (held apart).
        "train-gum": map(georgetown, (path for path in sorted(sources.glob("gum/dep/GUM_*")) if path.name.split("_")[1] not in LEFT_OUT)),
        "held-court": map(georgetown, sorted(sources.glob("gum/dep/GUM_court_*"))),
        "train-uner": columns(sources / "uner/en_ewt-ud-dev.iob2", tag=2, kinds=("PER",)),
        "train-pud": columns(sources / "pud/en_pud-ud-test.iob2", tag=2, kinds=("PER",)),
        # What is called a person in a tweet that speaks to somebody is mostly an account's handle.
        "train-btc": (row for path in sorted(sources.glob("btc/*.conll")) for row in columns(path, tag=3, kinds=("PER",), without="@")),
        "held-gentle": map(georgetown, sorted(sources.glob("gum/dep/GENTLE_*"))),
        "train-sec": columns(sources / "sec/train.txt", tag=3, kinds=("PER",)),
        "held-uner": columns(sources / "uner/en_ewt-ud-test.iob2", tag=2, kinds=("PER",)),
        "held-wikigold": columns(sources / "wikigold.conll.txt", tag=3, kinds=("PER",)),
        "held-presidio": presidio(sources / "presidio.json"),
    }
    measured = measured_sentences(Path(sys.argv[3])) if len(sys.argv) > 3 else frozenset[str]()
    wiki = names_corpora_wiki.corpora(sources, measured)
    abroad = corpora_abroad(sources) | {name: together(name, pieces) for name, pieces in wiki.items()}
    for name, documents in (corpora | abroad).items():
        rows = list(documents)
        if name in abroad:
            rows = [{**row, "spans": trimmed(str(row["text"]), row["spans"])} for row in rows]
        (out / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        print(name, len(rows), sum(len(row["text"]) for row in rows), sum(len(row["spans"]) for row in rows))


if __name__ == "__main__":
    main()
