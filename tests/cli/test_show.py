"""Tables on narrow windows: words stay whole."""

import pytest

from stanch.cli import show

COLUMNS = ("Duty", "Tell", "Status", "Why", "Citation")
ROW = ("EU-GDPR/authority", "regulator:state_police", "conditional", "The controller tells the supervisory authority", "GDPR Art. 33(1)")


@pytest.mark.parametrize("columns", [20, 60, 80, 100, 140])
def test_no_word_is_cut(columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    show.table("Duties", COLUMNS, [ROW])
    out = capsys.readouterr().out
    for word in " ".join((*COLUMNS, *ROW)).split():
        assert word in out, (columns, word)
    assert max(map(len, out.splitlines())) <= max(columns, 40)


def test_a_pipe_has_the_width_of_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    show.table("", COLUMNS, [ROW])
    assert any(all(cell in line for cell in ROW) for line in capsys.readouterr().out.splitlines())


def test_nothing_in_a_cell_is_obeyed_in_either_form(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for columns in ("20", "160"):
        monkeypatch.setenv("COLUMNS", columns)
        show.table("", ("name", "where"), [("[red]\x1b[31m\u202eAnn", "x" * 18)])
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "[red]" in out
