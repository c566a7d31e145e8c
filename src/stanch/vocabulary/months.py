"""Names of months of other calendars, and of ours in scripts that share no letters with it; folded, as `calendars` reads them."""

from __future__ import annotations

import re
import unicodedata

# Month by month, spellings side by side, parted by commas.
NAMES: dict[str, tuple[str, ...]] = {
    "lunar": (
        "muharram, محرم",
        "safar, صفر",
        "rabi al awwal, rabi i, rabi ul awwal, rabiulawal, ربيع الاول, ربيع اول",
        "rabi al thani, rabi al akhir, rabi ii, rabi us sani, rabiulakhir, ربيع الثاني, ربيع الاخر",
        "jumada al ula, jumada al awwal, jumada i, jumadilawal, جمادي الاولي, جمادي الاول",
        "jumada al akhira, jumada al thani, jumada ii, jumadilakhir, جمادي الاخره, جمادي الثانيه, جمادي الاخر, جمادي الثاني",
        "rajab, rejab, رجب",
        "shaban, shaaban, sha ban, syaaban, شعبان",
        "ramadan, ramadhan, ramzan, رمضان",
        "shawwal, syawal, شوال",
        "dhu al qadah, dhu al qidah, dhul qadah, zulqadah, zulkaedah, ذو القعده, ذي القعده",
        "dhu al hijjah, dhul hijjah, zulhijjah, zilhajj, ذو الحجه, ذي الحجه",
    ),
    "solar": (
        "farvardin, فروردين",
        "ordibehesht, ارديبهشت",
        "khordad, خرداد",
        "tir, تير",
        "mordad, amordad, مرداد",
        "shahrivar, شهريور",
        "mehr, مهر",
        "aban, ابان",
        "azar, اذر",
        "dey, دي",
        "bahman, بهمن",
        "esfand, اسفند",
    ),
    # From Tishri on; in a leap year the sixth is the first Adar, and `adar ii` the seventh.
    "hebrew": (
        "tishri, tishrei, תשרי",
        "heshvan, cheshvan, marcheshvan, חשון, חשוון, מרחשוון",
        "kislev, כסלו",
        "tevet, teveth, טבת",
        "shevat, shvat, שבט",
        "adar, adar i, אדר, אדר א",
        "adar ii, adar bet, אדר ב",
        "nisan, nissan, ניסן",
        "iyar, iyyar, אייר",
        "sivan, סיון, סיוון",
        "tammuz, tamuz, תמוז",
        "av, menachem av, אב",
        "elul, אלול",
    ),
    "ours": (
        "يناير, كانون الثاني, جانفي, ינואר, มกราคม, ม ค, ιανουαριου, ιανουαριοσ, जनवरी",
        "فبراير, شباط, فيفري, פברואר, กุมภาพันธ์, ก พ, φεβρουαριου, φεβρουαριοσ, फरवरी",
        "مارس, اذار, מרץ, มีนาคม, มี ค, μαρτιου, μαρτιοσ, मार्च",
        "ابريل, نيسان, افريل, אפריל, เมษายน, เม ย, απριλιου, απριλιοσ, अप्रैल",
        "مايو, ايار, ماي, מאי, พฤษภาคม, พ ค, μαιου, μαιοσ, मई",
        "يونيو, حزيران, جوان, יוני, มิถุนายน, มิ ย, ιουνιου, ιουνιοσ, जून",
        "يوليو, تموز, جويليه, יולי, กรกฎาคม, ก ค, ιουλιου, ιουλιοσ, जुलाई",
        "اغسطس, اب, اوت, אוגוסט, สิงหาคม, ส ค, αυγουστου, αυγουστοσ, अगस्त",
        "سبتمبر, ايلول, ספטמבר, กันยายน, ก ย, σεπτεμβριου, σεπτεμβριοσ, सितंबर",
        "اكتوبر, تشرين الاول, אוקטובר, ตุลาคม, ต ค, οκτωβριου, οκτωβριοσ, अक्टूबर",
        "نوفمبر, تشرين الثاني, נובמבר, พฤศจิกายน, พ ย, νοεμβριου, νοεμβριοσ, नवंबर",
        "ديسمبر, كانون الاول, דצמבר, ธันวาคม, ธ ค, δεκεμβριου, δεκεμβριοσ, दिसंबर",
    ),
}
# Letters of Arabic that are written one for the other, and the Persian ones; final sigma.
_ONE_LETTER = str.maketrans({**dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), "ک": "ك", "ة": "ه", "ۀ": "ه", "ς": "σ", "ـ": ""})
NUKTA = "\u093c"  # a dot of Hindi that some leave out


def folded(text: str) -> str:
    """A month's name without marks, capitals, vowel signs of Arabic and Hebrew, or dashes; vowels of other scripts stay."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in plain if not _is_mark(one)).translate(_ONE_LETTER)
    return " ".join(re.sub(r"[^\w\u0e30-\u0e4e\u0900-\u097f]+|_", " ", unicodedata.normalize("NFC", kept)).split())


def _is_mark(char: str) -> bool:
    return char == NUKTA or (unicodedata.category(char) == "Mn" and not ("\u0900" <= char <= "\u097f" or "\u0e30" <= char <= "\u0e4e"))


_KNOWN = {
    folded(name): (calendar, number)
    for calendar, months in NAMES.items()
    for number, some in enumerate(months, 1)
    for name in some.split(",")
}


def month_in(text: str) -> tuple[str, int] | None:
    """Calendar and number of the month that a written date names, by its longest name; None where it names none."""
    words = [word for word in folded(re.sub(r"\d+", " ", text)).split() if word]
    for many in (3, 2, 1):
        for at in range(len(words) - many + 1):
            if found := _KNOWN.get(" ".join(words[at : at + many])):
                return found
        # Hebrew writes `in` and the month as one word.
        if many == 1 and (told := [_KNOWN[word[1:]] for word in words if word[:1] == "ב" and word[1:] in _KNOWN]):
            return told[0]
    return None
