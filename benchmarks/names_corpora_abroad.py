"""Openly licensed corpora of other languages, and English novels, for the tagger of names; `names_corpora.py` writes them out.

Each is read from `SOURCES/<owner>/<name>` as its public repository lays it out; one that is not there gives nothing.

- Universal NER (Mayhew and others 2024): Portuguese Bosque, German and Portuguese PUD, Danish DDT (CC BY-SA 4.0, Bosque and all).
- GermEval 2014 (Benikova, Biemann, Reznicek 2014; CC BY 4.0), as carried by `davidsbatista/NER-datasets`: its test part to train, its
  development part held apart.
- German court decisions (Leitner, Rehm, Moreno-Schneider 2019; CC BY 4.0), development part as carried by
  `LSX-UniWue/SuperGLEBer`: parties, judges, lawyers.
- Europeana's newspapers of the Teßmann library (Neudecker 2016; CC0), German of 1920 to 1950.
- UD's Italian, Spanish and French PUD (CC BY-SA 3.0): the same thousand sentences as the English ones whose names people marked. A
  sentence counts where each of those names stands in it letter by letter.
- UD's Dutch Alpino and LassySmall (CC BY-SA 4.0): proper nouns are marked, not whose; a sentence counts where lists of names and places
  leave no doubt about any of them.
- OpenBoek (van Cranenburgh 2022; CC BY 4.0): Dutch novels, names from checked parses.
- LitBank (Bamman and others 2019; CC BY 4.0) and fr-litbank (Lattice; CC BY-SA 2.0 FR): English and French novels; of the people marked in
  them those that are called by a name.
- W-NUT 2017 (Derczynski and others 2017; CC BY 4.0), posts that speak to an account left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from stanch.extent.folding import listed
from stanch.extent.names_lexicon import BIG_PLACE, PLACE, look_up
from stanch.extent.names_tokens import cue_names, cues

Spans = list[list[int]]
Piece = tuple[str, Spans]
PEOPLE = re.compile(r"(?<=-)(?:PERSON|RR|AN)$")  # W-NUT's word, and the German courts' judges and lawyers
TOGETHER = 20  # sentences to a document
NO_SPACE_BEFORE = frozenset(",.;:!?)]}%»…”'’")
# A treebank writes what is one word as two: `de as` is `das`.
CONTRACTED = {
    **{("de", to): f"d{to}" for to in ("o", "a", "os", "as", "um", "uma", "este", "esta", "esse", "essa", "ele", "ela", "eles", "elas")},
    **{("em", to): f"n{to}" for to in ("o", "a", "os", "as", "um", "uma", "este", "esta", "esse", "essa", "ele", "ela")},
    **{("por", to): f"pel{to}" for to in ("o", "a", "os", "as")},
    **{("a", to): word for to, word in (("o", "ao"), ("os", "aos"), ("a", "à"), ("as", "às"))},
    ("zu", "dem"): "zum",
    ("zu", "der"): "zur",
    ("in", "dem"): "im",
    ("von", "dem"): "vom",
    ("an", "dem"): "am",
    ("bei", "dem"): "beim",
}


# `M.` only in French, where it is no initial.
TITLES = re.compile(
    r"(?:(?:Herrn?|Frau|Fräulein|Mme|Mlle|Monsieur|Madame|Mademoiselle|Señora?|Signora?|Mijnheer|Mevrouw|Meneer|Dona|Doña)[.]? )+"
)
FRENCH = re.compile(rf"(?:MM?[.] |{TITLES.pattern})+")


def together(name: str, pieces: Iterable[Piece]) -> Iterator[dict[str, object]]:
    """Sentences as documents of twenty lines."""
    listed = list(pieces)
    for at in range(0, len(listed), TOGETHER):
        text, spans = "", []
        title = FRENCH if "-fr-" in name else TITLES
        for line, found in listed[at : at + TOGETHER]:
            bare = [(start + (len(told[0]) if (told := title.match(line[start:end])) else 0), end) for start, end in found]
            spans += [[start + len(text), end + len(text)] for start, end in bare if start < end]
            text += line + "\n"
        yield {"id": f"{name}-{at}", "text": text, "spans": spans}


def joined(tokens: Iterable[tuple[str, str]], glued: frozenset[str] = NO_SPACE_BEFORE) -> Piece:
    """A line of (word, label), the labels B- and I-PER as spans; no space before words of `glued`."""
    text, spans, inside, quoted = "", [], False, False
    for word, label in tokens:
        closing = word in glued or (word == '"' and quoted)
        if text and not (closing or text.endswith(("'", "’", "(", "«", "„", "[", "“")) or (quoted and text.endswith('"'))):
            text += " "
        quoted ^= word == '"'
        start, named = len(text), label in ("B-PER", "I-PER")
        text += word
        if named and inside and label == "I-PER":
            spans[-1][1] = len(text)
        elif named:
            spans.append([start, len(text)])
        inside = named
    return text, spans


def contracted(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Without the seams of a treebank; what joins a word outside a name with one inside stays apart."""
    at = 0
    while at < len(tokens):
        word, label = tokens[at]
        whole = CONTRACTED.get((word.lower(), tokens[at + 1][0])) if at + 1 < len(tokens) else None
        if whole and label[:1] + tokens[at + 1][1][:1] in ("OO", "II", "BI"):
            yield whole.capitalize() if word[:1].isupper() else whole, label
            at += 2
            continue
        yield word, label
        at += 1


def sentences(path: Path, word: int, label: int, separator: str | None = "\t") -> Iterator[list[tuple[str, str]]]:
    """Blocks of lines with columns, comments left out."""
    held: list[tuple[str, str]] = []
    for line in [*path.read_text("utf-8", "replace").split("\n"), ""]:
        parts = line.split(separator)
        if line.startswith(("# ", "#\t")):
            continue
        if len(parts) <= max(word, label) or not parts[word].strip():
            if held:
                yield held
            held = []
            continue
        held.append((parts[word].strip(), PEOPLE.sub("PER", parts[label].strip().upper())))


def treebank(paths: Iterable[Path], word: int = 1, label: int = 2) -> Iterator[Piece]:
    """Universal NER and GermEval: a numbered word a line."""
    for path in paths:
        for tokens in sentences(path, word, label):
            yield joined(contracted(tokens))


def plain(paths: Iterable[Path]) -> Iterator[Piece]:
    """A word and its label a line, with spaces between."""
    for path in paths:
        for tokens in sentences(path, 0, 1, " "):
            yield joined(tokens)


OFFICE = re.compile(
    r"^(?:(?:[^\W\d_]*(?:könig|kaiser|prinz|graf|herzog|papst|präsident|minister|kanzler|general|bischof|baron|herr|frau|dr|prof)[^\W\d_]*"
    r"[.]?|von|der|dem|den|des|die|[^\W\d_A-ZÄÖÜ][^\W\d_]*) ?)+",
    re.IGNORECASE,
)


def newspapers(paths: Iterable[Path]) -> Iterator[Piece]:
    """Europeana's words and labels, without line ends: a sentence ends at its mark. Who is called by an office only has no name there."""
    for path in paths:
        held: list[tuple[str, str]] = []
        for line in path.read_text("utf-8", "replace").split("\n"):
            parts = line.split()
            if len(parts) < 2:
                continue
            held.append((parts[0], parts[-1]))
            if parts[0] in (".", "!", "?") and len(held) > 8:
                text, spans = joined(held)
                begun = [[start + (len(office[0]) if (office := OFFICE.match(text[start:end])) else 0), end] for start, end in spans]
                yield text, [span for span in begun if span[1] - span[0] > 2]
                held = []


def posts(paths: Iterable[Path]) -> Iterator[Piece]:
    """W-NUT: words and labels; posts that speak to an account are left out."""
    for path in paths:
        for tokens in sentences(path, 0, 1, None):
            if not any(word.startswith("@") for word, _ in tokens):
                yield joined(tokens)


def parallel(english: Path, paths: Iterable[Path]) -> Iterator[Piece]:
    """The sentences of another language in which each name of the English one stands as well."""
    if not english.exists():
        return
    named: dict[str, list[str]] = {}
    for block in english.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        text = re.search(r"^# text = (.*)$", block, re.MULTILINE)
        piece, spans = joined((row[1], row[2].upper()) for row in rows)
        if text:
            named[text[1].strip()] = [piece[start:end].replace(" - ", "-") for start, end in spans]
    for path in paths:
        for block in path.read_text("utf-8").split("\n\n"):
            own, other = re.search(r"^# text = (.*)$", block, re.MULTILINE), re.search(r"^# text_en = (.*)$", block, re.MULTILINE)
            if not own or not other or other[1].strip() not in named:
                continue
            spans = [_standing(own[1], name) for name in named[other[1].strip()]]
            if all(spans):
                yield own[1], sorted({tuple(span): list(span) for found in spans for span in found}.values())


def _standing(text: str, name: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def dutch_treebank(paths: Iterable[Path]) -> Iterator[Piece]:
    """Sentences whose every proper noun is surely a person's, or surely none."""
    blocks = [block for path in paths for block in path.read_text("utf-8").split("\n\n") if "\n1\t" in block]
    rows = [(_text_of(block), _runs(block)) for block in blocks]
    surnames = {text[start:end].split()[-1] for text, runs in rows for start, end in runs if whose(text[start:end], frozenset()) == 1}
    for text, runs in rows:
        told = [whose(text[start:end], surnames) for start, end in runs]
        if text and 0 not in told:
            yield text, [list(run) for run, says in zip(runs, told, strict=True) if says == 1]


def _text_of(block: str) -> str:
    found = re.search(r"^# text = (.*)$", block, re.MULTILINE)
    return found[1] if found else ""


def _runs(block: str) -> list[tuple[int, int]]:
    """Where proper nouns stand next to each other."""
    text, at, runs, goes_on = _text_of(block), 0, [], False
    for line in block.split("\n"):
        parts = line.split("\t")
        if len(parts) < 10 or not parts[0].isdigit():
            continue
        start = text.find(parts[1], at)
        if start < 0:
            return []
        at = start + len(parts[1])
        proper = "eigen" in parts[4]
        if proper and goes_on and text[runs[-1][1] : start].strip() == "":
            runs[-1] = (runs[-1][0], at)
        elif proper:
            runs.append((start, at))
        goes_on = proper
    return runs


def whose(value: str, surnames: frozenset[str] | set[str]) -> int:
    """1 for a person's name, -1 for none, 0 where lists leave it open."""
    words = [word for word in value.split() if word[0].isupper()]
    if not words or not value[0].isalpha():
        return -1 if not any(look_up(word).given for word in words) else 0
    first, last = look_up(words[0]), look_up(words[-1])
    kinds = {cue_names()[cues().get(word.lower(), 0)] for word in words}
    if kinds & {"organisation", "street", "place", "calendar"} or any(character.isdigit() for character in value):
        return -1
    placed = bool(first.place & (PLACE | BIG_PLACE))
    if len(words) > 1 and first.given >= 8 and (not placed or first.given >= 12) and not last.place & BIG_PLACE and not first.ordinary:
        return 1
    if len(words) == 1 and not placed and (value in surnames or (first.given >= 10 and not first.ordinary)):
        return 1
    if all(look_up(word).given < 4 and (look_up(word).surname < 4 or look_up(word).place & BIG_PLACE) for word in words):
        return -1
    return 0


def dutch_novels(paths: Iterable[Path]) -> Iterator[Piece]:
    """OpenBoek: a word a line, its last column but one the names in brackets."""
    for path in paths:
        held: list[tuple[str, str]] = []
        inside = False
        lines = path.read_text("utf-8").split("\n")
        small = {parts[3] for line in lines if len(parts := line.split("\t")) > 8}
        for line in lines:
            parts = line.split("\t")
            if len(parts) < 8:
                if held:
                    yield joined(held)
                held, inside = [], False
                continue
            opens = parts[-2].startswith("(PER")
            # A word that the novel also writes small began a sentence.
            named = (opens or inside) and not re.fullmatch(r"[IVXL]+\.?", parts[3]) and (inside or parts[3].lower() not in small)
            held.append((parts[3], ("B-PER" if opens else "I-PER") if named else "O"))
            inside = (opens or inside) and not parts[-2].endswith(")")


CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*(?: (?:(?:de|du|des|von|van|la|le|of|d['’])[ ]?)*[^\W\d_a-zß-öø-ÿ][\w'’.-]*)*")


def novels(paths: Iterable[Path]) -> Iterator[Piece]:
    """Brat files of people in novels: those spans that hold a name, a paragraph or line a sentence."""
    for path in paths:
        text = path.with_suffix(".txt").read_text("utf-8")
        rows = re.findall(r"^T\d+\tPER (\d+) (\d+)\t", path.read_text("utf-8"), re.MULTILINE)
        people = sorted({span for start, end in rows for span in _called(text, int(start), int(end))})
        kept = [one for one in people if not any(other != one and other[0] <= one[0] and one[1] <= other[1] for other in people)]
        begin = 0
        for line in text.split("\n"):
            inside = [[start - begin, end - begin] for start, end in kept if begin <= start and end <= begin + len(line)]
            begin += len(line) + 1
            if len(line.split()) > 3:
                yield _unspaced(line, inside)


def _called(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names within what was marked as a person: `the second Sir Walter`, `la marquise de Rochefide`."""
    value = re.split(r" ?[,;(]", text[start:end])[0]
    found = []
    for match in CAPITAL.finditer(value):
        words = match[0].split()
        low = words[0].lower().rstrip(".")
        entry = look_up(words[0])
        plain = (
            cue_names()[cues().get(low, 0)] in ("function", "particle", "title", "relation")
            or low in _SAID
            or (entry.ordinary > 4 and entry.given < 8)
        )
        if (plain and len(words) == 1) or (match.start() and (entry.place & BIG_PLACE or re.search(r"(?:ais|ois|ish|ans?|ese)$", low))):
            continue
        found.append((start + match.start(), start + match.end()))
    return found


_SAID = listed(
    "maman papa mademoiselle madame monsieur monseigneur je vous nous il elle on i my our your their les un une des le la ce cette mon ma",
    "mes son sa ses leur votre notre toi moi",
)


def _unspaced(line: str, spans: Spans) -> Piece:
    """LitBank writes a space before every mark; a text has none."""
    marks = [at for match in re.finditer(r" (?=[,.;:!?)’'])|(?<=[(“‘]) ", line) for at in (match.start(),)]
    if len(marks) < 2:
        return line, spans

    def moved(at: int) -> int:
        return at - sum(mark < at for mark in marks)

    gone = set(marks)
    return "".join(letter for at, letter in enumerate(line) if at not in gone), [[moved(start), moved(end)] for start, end in spans]


def corpora(sources: Path) -> dict[str, Iterable[dict[str, object]]]:
    """Every corpus by the name of its file."""

    def those(pattern: str) -> list[Path]:
        return sorted(sources.glob(pattern))

    uner, ud = "UniversalNER/UNER_", "UniversalDependencies/UD_"
    named: dict[str, Iterator[Piece]] = {
        "train-pt-bosque": treebank([*those(uner + "Portuguese-Bosque/*train.iob2"), *those(uner + "Portuguese-Bosque/*dev.iob2")]),
        "held-pt-bosque": treebank(those(uner + "Portuguese-Bosque/*test.iob2")),
        "train-pt-pud": treebank(those(uner + "Portuguese-PUD/*.iob2")),
        "train-de-pud": treebank(those(uner + "German-PUD/*.iob2")),
        "train-da-ddt": treebank(those(uner + "Danish-DDT/*.iob2")),
        "train-de-germeval": treebank(those("davidsbatista/NER-datasets/GermEval2014/NER-de-test.tsv")),
        "held-de-germeval": treebank(those("davidsbatista/NER-datasets/GermEval2014/NER-de-dev.tsv")),
        "train-de-law": plain(those("LSX-UniWue/SuperGLEBer/data/NER/Legal/dev.conll")),
        "train-de-news": newspapers(those("EuropeanaNewspapers/ner-corpora/enp_DE.lft.bio/*.bio")),
        "train-nl-novels": dutch_novels(those("andreasvc/openboek/coref/*.conll")),
        "train-nl-treebank": dutch_treebank([*those(ud + "Dutch-Alpino/*.conllu"), *those(ud + "Dutch-LassySmall/*.conllu")]),
        "train-en-novels": novels(those("dbamman/litbank/entities/brat/*.ann")),
        "train-fr-novels": novels(those("lattice-8094/fr-litbank/brat/entities/*.ann")),
        "train-en-posts": posts(those("leondz/emerging_entities_17/*train.conll")),
    }
    english = sources / "UniversalNER/UNER_English-PUD/en_pud-ud-test.iob2"
    for short, language in (("it", "Italian"), ("es", "Spanish"), ("fr", "French")):
        named[f"train-{short}-pud"] = parallel(english, those(f"{ud}{language}-PUD/*.conllu"))
    return {name: together(name, pieces) for name, pieces in named.items()}
