"""Markdown is read as it is shown: labels, names and tables without the marks around them."""

from stanch.reading import read_file


def shown(tmp_path, content):
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    return "\n".join(one.text for one in read_file(path, "note.md", "x", settings={"ocr": "never"}))


def test_a_label_in_bold_is_a_label(tmp_path):
    assert (
        shown(tmp_path, "## Cliente\n\n**Apellidos:** Requena  \n__Nombre:__ Ana\\\n*Tel*: 1\n")
        == "Cliente\n\nApellidos: Requena\nNombre: Ana\nTel: 1\n"
    )


def test_the_rows_of_a_table_have_cells(tmp_path):
    table = "## Mieter\n\nFrau\n\n|  |  |\n|---|:--|\n| Nachname | **Berg** |\n| Anschrift | Am Weg 1<br>29221 Celle |\n"
    assert shown(tmp_path, table) == "Mieter\n\nFrau\n\nNachname\tBerg\nAnschrift\tAm Weg 1, 29221 Celle\n"


def test_what_is_no_mark_stays(tmp_path):
    text = "file_name_one.txt and 2 * 3 * 4, snake_case, 5*6*7\n```\n**kept** | a |\n```\nA \\*star\\*\n"
    assert shown(tmp_path, text) == "file_name_one.txt and 2 * 3 * 4, snake_case, 5*6*7\n**kept** | a |\nA *star*\n"
