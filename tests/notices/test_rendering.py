"""What is printed: literal names, one file a person, the same bytes again, nothing but the address in the window."""

import ctypes
import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, GDPR, bench, duty, monitoring, person

from stanch import notices
from stanch.errors import StanchError
from stanch.notices import rendering
from stanch.notices.press import Look, fonts, press
from stanch.notices.proof import smallest_type
from stanch.notices.rendering import lacking, pdf_pages, refill
from stanch.notices.window import CLEAR, showing, standing_in

HOSTILE = [
    '#eval("1") #panic()',
    "$x$ $ integral $",
    r"C:\new \u{41} \\",
    "*bold* _it_ `raw` @ref <label>",
    "= Heading",
    "[brackets] {code} ]",
    "// gone /* gone */",
    'O\'Brien "Q" <b>&amp;</b>',
    "José Ñandú Łukasz",
    "Ελένη Жанна",
    "王小明 田中 김민수",
    "प्रिया தமிழ் ไทย",
    "😀 Ann",
]
RIGHT_TO_LEFT = ["מיכאל לוי", "محمد علي"]


def rendered(tmp_path, people, duties=DUTIES, workers=1, facts=FACTS):
    here = bench(tmp_path, workers=workers)
    drafts = notices.draft(duties, people, facts, ATTACK, monitoring(people), bench=here)
    return notices.render(drafts, tmp_path / "report", bench=here)


def printed(tmp_path, notice):
    return (tmp_path / "report" / notice.file).read_bytes()


def said_in(lines, reference):
    """A letter of so many lines."""
    paragraphs = [{"lead": "", "text": f"Line {number}.", "items": [], "lines": []} for number in range(lines)]
    said = {"lang": "en", "title": "Notice", "from": ["Brightwater"], "date": "", "address": [], "greeting": "Dear you:"}
    return {**said, "reference": reference, "page": "Page", "fonts": fonts(), "sections": [{"heading": "", "paragraphs": paragraphs}]}


def squeezed(words):
    return "".join(words.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_prints_literally(tmp_path, name):
    (letter,) = rendered(tmp_path, [person(name=name)])
    pdf = printed(tmp_path, letter)
    assert squeezed(name) in squeezed("".join(pdf_pages(pdf)))
    assert squeezed(standing_in(pdf, CLEAR["us-10"])) == squeezed(f"{name} 12 Elm Street Springfield, IL 62701")


@pytest.mark.parametrize("name", ["A" * 60, "W" * 120, "Wolfeschlegelsteinhausenbergerdorff Hubert", "한" * 70])
def test_a_word_longer_than_the_window_is_broken_in_it(tmp_path, name):
    (letter,) = rendered(tmp_path, [person(name=name)])
    pdf = printed(tmp_path, letter)
    assert showing(pdf, letter.text_id, letter.address) == ""
    seen = squeezed(standing_in(pdf, CLEAR["us-10"]))
    assert squeezed("".join(letter.address)).rstrip("…")[:40] in seen.replace("\u200b", "")


@pytest.mark.parametrize("name", RIGHT_TO_LEFT)
def test_a_name_written_from_the_right_prints_with_all_its_letters(tmp_path, name):
    (letter,) = rendered(tmp_path, [person(name=name)])
    assert set(squeezed(name)) <= set(standing_in(printed(tmp_path, letter), CLEAR["us-10"]))


def test_letters_are_tagged_pdf_ua_in_their_language_with_embedded_fonts(tmp_path):
    (letter,) = rendered(tmp_path, [person(language="es")])
    pdf = printed(tmp_path, letter)
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict()["Title"] == "Aviso de filtración de datos"
    assert b"/Lang(es)" in pdf
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid:part" in pdf
    assert b"/FontFile" in pdf
    assert smallest_type(pdf) >= 10


def outermost(pdf: bytes) -> list[str]:
    """The kinds of the elements right below the document in the structure tree, in the order in which they are read aloud."""
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            top = pdfium.FPDF_StructTree_GetChildAtIndex(tree, place)
            below = [pdfium.FPDF_StructElement_GetChildAtIndex(top, one) for one in range(pdfium.FPDF_StructElement_CountChildren(top))]
            for element in below:
                said = ctypes.create_string_buffer(64)
                size = pdfium.FPDF_StructElement_GetType(element, said, 64)
                found.append(bytes(said)[: max(size - 2, 0)].decode("utf-16-le"))
        pdfium.FPDF_StructTree_Close(tree)
    document.close()
    return found


def test_all_that_is_read_aloud_stands_in_paragraphs_headings_and_lists(tmp_path):
    (letter,) = rendered(tmp_path, [person()])
    kinds = outermost(printed(tmp_path, letter))
    assert set(kinds) - {""} <= {"P", "H1", "L", "Title"}
    assert kinds[:3] == ["P", "P", "P"], "sender, date and address come before the title"
    assert kinds.count("H1") >= 3
    assert kinds.count("P") > kinds.count("H1")


def test_the_address_of_a_page_is_not_broken_over_two_lines(tmp_path):
    (letter,) = rendered(tmp_path, [person()])
    pages = "".join(pdf_pages(printed(tmp_path, letter)))
    for one in ("www.ftc.gov", "www.identitytheft.gov", "www.annualcreditreport.com", "www.irs.gov/ippin"):
        assert one in pages


def test_pages_are_numbered_and_only_the_first_bears_the_address(tmp_path):
    (letter,) = rendered(tmp_path, [person()])
    first, *others = pdf_pages(printed(tmp_path, letter))
    assert "Page 1 / 2" in " ".join(first.split())
    assert "Page 2 / 2" in " ".join(others[0].split())
    assert "12 Elm Street" in first
    assert "12 Elm Street" not in others[0]


def test_the_same_notices_give_the_same_bytes_with_any_number_of_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "FEW", 2)
    monkeypatch.setattr(rendering, "CHUNK", 2)
    people = [person(f"{number}-{place}", f"Ann {number}", residence=place) for number in range(4) for place in ("US-CA", "US-MA")]
    one = rendered(tmp_path / "one", people)
    two = rendered(tmp_path / "two", people, workers=2)
    assert [letter.file for letter in one] == [letter.file for letter in two]
    for letter in one:
        assert printed(tmp_path / "one", letter) == printed(tmp_path / "two", letter)


def test_file_names_are_safe_and_never_the_same(tmp_path):
    people = [person("../../x"), person("..\\..\\x"), person("$(reboot)"), person("A"), person("a"), person("\udcff")]
    letters = rendered(tmp_path, people)
    files = [letter.file for letter in letters]
    assert len({file.casefold() for file in files}) == len(people)
    assert sorted(path.name for path in (tmp_path / "report" / "letters").iterdir()) == sorted(
        file.removeprefix("letters/") for file in files
    )
    assert {path.name for path in tmp_path.iterdir()} == {"report"}


def test_files_are_readable_by_their_owner_alone(tmp_path):
    for letter in rendered(tmp_path, [person()], duties=[*DUTIES, duty("US-HIPAA", "regulator:HHS")]):
        assert (tmp_path / "report" / letter.file).stat().st_mode & 0o077 == 0


def test_an_e_mail_is_written_as_text_and_as_html_without_scripts(tmp_path):
    (letter,) = rendered(tmp_path, [person(name="<script>alert(1)</script>", postal_address=None, email="ann@example.com")])
    assert letter.file == "emails/p1.txt"
    said = (tmp_path / "report" / letter.file).read_text()
    page = (tmp_path / "report" / "emails" / "p1.html").read_text()
    assert said.startswith("To: ann@example.com\nSubject: Notice of Data Breach\n")
    assert "What You Can Do" in said
    assert "<script" not in page
    assert "http" not in page.replace("https://", "").lower() or "src=" not in page


def test_a_layout_that_drops_a_section_is_found_out(tmp_path):
    (letter,) = rendered(tmp_path, [person()])
    (other,) = rendered(tmp_path / "x", [person(elements=("name", "password"))])
    assert lacking(refill(letter), printed(tmp_path, letter), "Brightwater Dental GroupNovember 24, 2026", "p1") == ""
    assert lacking(refill(other), printed(tmp_path, letter), "Brightwater Dental GroupNovember 24, 2026", "p1").startswith("Password")


def test_a_broken_layout_is_told_with_its_place(tmp_path, monkeypatch):
    from stanch.notices import press

    shutil.copytree(press.HERE / "texts" / "en" / "individual", tmp_path / "texts" / "en" / "individual")
    (tmp_path / "texts" / "en" / "individual" / "text.typ").write_text("#panic()")
    monkeypatch.setattr(press, "HERE", tmp_path)
    press.layout.cache_clear()
    with pytest.raises(StanchError, match=r"texts/en/individual/text\.typ"):
        rendered(tmp_path, [person()])
    press.layout.cache_clear()


def test_a_filing_is_written_as_pdf_and_json(tmp_path):
    duties = [duty("US-HIPAA", "regulator:HHS", ["number_affected"], name="Secretary of Health and Human Services")]
    (sheet,) = rendered(tmp_path, [person()], duties=duties)
    worksheet = json.loads((tmp_path / "report" / sheet.file).with_suffix(".json").read_text())
    pages = " ".join(" ".join(pdf_pages(printed(tmp_path, sheet))).split())
    assert [part["heading"] for part in worksheet["parts"]] == [
        "General",
        "Contact",
        "Breach",
        "Notice of Breach and Actions Taken",
        "Attestation",
    ]
    assert worksheet["authority"] == "Secretary of Health and Human Services"
    assert "Hacking/IT Incident" in pages
    assert "[to be completed]" in pages
    assert "Location of breach" in worksheet["missing"]


def test_what_shows_in_the_window_beside_the_address_is_found(tmp_path):
    (letter,) = rendered(tmp_path, [person()])
    pdf = printed(tmp_path, letter)
    assert showing(pdf, letter.text_id, letter.address) == ""
    assert "Springfield" in showing(pdf, letter.text_id, letter.address[:1])


def test_what_leads_to_a_list_stays_with_it_wherever_the_page_ends(tmp_path):
    """In large print a German letter ended its first page with "Das könnte geschehen:" and what could happen stood overleaf."""
    here = bench(tmp_path, **{"notice.print": "large"})
    kinds = ("name", "financial_account", "contact", "email", "dob", "customer_id")
    for many in (5, 6):  # the page ends within the list, or where it would begin
        one = person(f"p{many}", residence="EU-DE", language="de", elements=kinds[:many])
        (letter,) = (made for made in notices.draft([GDPR], [one], FACTS, ATTACK, [], bench=here) if made.person)
        (file,) = notices.render([letter], tmp_path, bench=here)
        assert any("geschehen:" in page and "Jemand könnte" in page for page in pdf_pages((tmp_path / file.file).read_bytes()))


def test_a_line_alone_takes_no_page_of_its_own(monkeypatch):
    def pages(lines, *, is_large=False):
        return len(pdf_pages(press("en/individual", said_in(lines, "r"), bench().as_of, Look(large=is_large))))

    closer = next(lines for lines in range(20, 50) if pages(lines) > 1)
    large = next(lines for lines in range(8, 50) if pages(lines, is_large=True) > 1)
    monkeypatch.setattr("stanch.notices.press.SPILT", 0)
    assert pages(closer - 1) > 1
    assert pages(large - 1, is_large=True) == 1


def test_large_print_and_a_logo_are_set_and_told_in_the_letter(tmp_path):
    import base64

    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 6"><rect width="12" height="6"/></svg>'
    given = {"notice.print": "large", "notice.logo": base64.b64encode(picture.encode()).decode()}
    people = [person()]
    drafts = [one for one in notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench(tmp_path, **given)) if one.person]
    (letter,) = notices.render(drafts, tmp_path / "report", bench=bench(tmp_path, **given))
    assert letter.fields["look"].endswith("large")
    pdf = printed(tmp_path, letter)
    assert showing(pdf, letter.text_id, letter.address) == ""
    assert len(pdf_pages(pdf)) > 2


def test_a_logo_from_a_png_is_in_the_letter(tmp_path):
    import base64
    import io

    import pypdfium2
    from PIL import Image

    sink = io.BytesIO()
    Image.new("RGB", (120, 60), (200, 0, 0)).save(sink, "PNG")
    given = {"notice.logo": base64.b64encode(sink.getvalue()).decode()}
    people = [person()]
    drafts = [one for one in notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench(tmp_path, **given)) if one.person]
    (letter,) = notices.render(drafts, tmp_path / "report", bench=bench(tmp_path, **given))
    page = pypdfium2.PdfDocument(tmp_path / "report" / letter.file)[0].render().to_pil().convert("RGB")
    assert any(colour[0] > 180 and max(colour[1:]) < 30 for _, colour in page.getcolors(1 << 20)), "the red of the logo"


def test_letters_printed_in_several_lots_never_share_a_file(tmp_path, monkeypatch):
    people = [person(name) for name in ("a/b", "A?b", "c", "a:b", "d")]
    whole = rendered(tmp_path, people)
    monkeypatch.setattr(rendering, "LOT", 2)
    shutil.rmtree(tmp_path / "report")
    lots = rendered(tmp_path, people)
    assert [one.file for one in lots] == [one.file for one in whole]
    assert len({one.file.casefold() for one in lots}) == len(lots) == len(whole)
    assert all((tmp_path / "report" / one.file).is_file() for one in lots)


def test_letters_are_looked_at_by_several_at_once():
    """Two people look while the line drafts; the compiler and the reader of its pages serve one at a time."""

    def seen(number):
        return "".join(pdf_pages(press("en/individual", said_in(30, f"R{number:04}"), bench().as_of, Look())))

    with ThreadPoolExecutor(4) as several:
        assert all(f"R{number:04}" in text for number, text in enumerate(several.map(seen, range(24))))
