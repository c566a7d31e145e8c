"""The whole drill, in one pass: papers and mail of some people first, then every person past the databases."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

from stanch.drill import databases, mail, reached, share, story, truth
from stanch.drill.people import Invented, person
from stanch.drill.recorder import Recorder, Traces, open_truth
from stanch.errors import WrongCall

Progress = Callable[[str, int, int], None]
STEP = 1_000
LETTERS = Path(__file__).parent / "letters.yaml"  # what only the people of the invented organisation can tell


def silent(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def make(out: Path, *, people: int, seed: int, progress: Progress = silent) -> dict[str, int]:
    """Write the drill below `out`, which must be empty or absent; gives counts. Same seed, same bytes."""
    if people < 1:
        raise WrongCall("a drill needs at least one person", do="Give --people 1 or more.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WrongCall("the folder for the drill is not empty", where=str(out), do="Name a new or empty folder.")
    for name in ("evidence/share", "evidence/mail", "evidence/databases", "logs", "truth"):
        (out / name).mkdir(parents=True, exist_ok=True)
    with open_truth(out / "truth/elements.jsonl") as file:
        recorder = Recorder(file)
        writers = chosen(people, seed)
        papers = writers[: len(writers) * 3 // 5]
        unread = share.write(out / "evidence/share", recorder, papers, employed(people, seed), seed)
        mail.write(out / "evidence/mail", recorder, writers[len(writers) * 2 // 5 :], seed)
        tally = stream(out, recorder, people, seed, progress)
    shelf = reached.Shelf(reached.share_of(out / "evidence"))
    told = story.write(out / "logs", seed, shelf=shelf)
    with (out / "truth/exhibits.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(line) + "\n" for line in reached.truth(out / "evidence", shelf))
    truth.write_json(out / "truth/story.json", told)
    truth.write_json(out / "truth/duties.json", truth.duties(tally))
    truth.write_json(out / "truth/unread.json", unread)
    (out / "truth/password.txt").write_text(share.PASSWORD + "\n", encoding="utf-8", newline="\n")
    (out / "facts.yaml").write_text(truth.facts_yaml(told), encoding="utf-8", newline="\n")
    (out / "letters.yaml").write_text(LETTERS.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    return {"people": people, "files": sum(path.is_file() for path in (out / "evidence").rglob("*"))}


def chosen(people: int, seed: int) -> list[Invented]:
    """Those who stand in papers and mail: spread over all, their number grows with the square root."""
    count = min(people, 200 + 4 * math.isqrt(people), 1200)
    return [person(seed, place * people // count) for place in range(count)]


def employed(people: int, seed: int) -> list[Invented]:
    """The staff on the payroll: those employed among the first few thousand."""
    return [one for index in range(min(people, 3_000)) if (one := person(seed, index)).relation == "employee"]


def text_only(index: int, known: Traces | None) -> bool:
    """One in twelve of those who stand in a paper or mail stands in no database."""
    return known is not None and index % 12 == 5


def stream(out: Path, recorder: Recorder, people: int, seed: int, progress: Progress) -> truth.Tally:
    """Every person into the databases that hold them and into truth/people.jsonl; memory stays flat."""
    folder = out / "evidence/databases"
    dumps = {kind: dump(folder, recorder, seed, sharded=people > databases.SHARD) for kind, dump in databases.DUMPS.items()}
    words, tally = truth.fact_words(), truth.Tally()
    with (out / "truth/people.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for index in range(people):
            one = person(seed, index)
            if not text_only(index, recorder.traces.get(index)):
                held = databases.shelf(seed, one)
                for kind, dump in dumps.items():
                    if kind in held:
                        dump.add(one)
            line = truth.entry(one, recorder.traces.pop(index), words)
            recorder.people.pop(index, None)
            tally.add(line)
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            if index % STEP == 0:
                progress("people", index, people)
    for dump in dumps.values():
        dump.close()
    return tally
