"""Files of SPSS, Stata and SAS: two invented people, as `pyreadstat` wrote them from the same rows (deflated, in base 85)."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pyreadstat
import pytest
from samples import zipped

from stanch.reading.descend import read_file
from stanch.reading.readers import statistics
from stanch.records import Unit, Unread, unpack_cells

FILES = {
    "s.sav": (
        "c-o~>%TB^T6s0@_qM!@n&Uh1D=mM#{0wfKO6cQ33gd#q6Lm8zBrKAi--S`v!qj9A_pg7acKw;s=o7}WLbM86QGjrN#r7LGA=b&{p4b*DC3XNu~"
        "4oMgjGMkrDsRx6M7sCtPGE>*a3$jOTq^EiqjWmJ?_<cTK*tahK>g~3YE<ne6gmhlcl;mP5E5ko)L!bLaLQXeTm%`TLv?W1^OHOy%?)n~ux`-Hf"
        "N??ji%=k-Mf-W6NP76!nx6<29I9=m@F$$@OV6g6CXxL=znc3c>R=-(k?rvyGP7iXf<{^bNOE=I2G^{UdgFM4@VGgnF&i=LEz(z)2<zO34up1q#"
        "%1#5D3<+}o5I;XQ$FK<PglF%}OX6In`|<7a1vkJs%jM^iKVN_NcbIDlpR0Z&SqSr=X9D}&B;pAp;xXUGw>eBJ#_?m?O;s^Q(N0^Ln$eo73`bEK"
        "xiZI3(Lqjm%rW`_ANPCYL|*R!@2P#2dlrqHK>Z1sGZrER-}Jk1O{^DXIeD2*X0o}wxSmeNcb1LTQvf0#vA%t+e*vikkJk"
    ),
    "s.zsav": (
        "c-m8O^D%bNP}Wok4hRlbaB&QARB-e3aaGV&$S5f(D7MnqPtPpLC{5B!&d=2k&#X!;O7Trh)(=WeObISYEKy)$U|?VeVi3)ML^Ci%Iv80f_~n-="
        "7?~LuTNzkdnHVTg2vE$2+Q-2P#-1(^B_Me|AZCOq;9~@1KVOJE4^Su|u_QA!uS6j)F*g;Y{yz}FlrzdQf-%fWn0;{bxJAI&32GlNP{<{*Bvm0l"
        "O(7|>s3ZeP54szJT_fOTa-*2Z2*zQi5HrPqLc#gTnTa_H!KulmMVTd)3VEfuNvTB;z4+YAj1op4>{)yhb5bEe2LcXkZmGE-5f-TZtkC!a=>v&z"
        "0I>*?+d+0QLe+xIefbxn9;TKVs^<Uy_y3`E{XZz59cmWLp3o3CT?=-o=RpSWLoMMz3JeY;%hAQr)qu?6g^J4qv8Rh|W(udDuWeo~r<03qQVJ(9"
        "$Zd;LD>%bUZOcqS$_1d>nUIWwh1YXt2rUAoi=nguRK8-4_ut>&^IzTH&*S*hbET^)*E-S8ovfBCxwv?Ec!DP_zA;yam#2icx1`tC=d6f>!rS-v"
        "|7ZUH_qX$uzL(32umA=Il{M0}bD#l*6iZ;Iz^v7Q(jGwU4#WUdbDoL"
    ),
    "s.dta": (
        "c-rk(v5pfl5Zwb#6u_ORX<U#p>?X&Z2%0ljK$?RHNJkTSH*>_2HyhcL=u+`3lzap=AHWwNQPClaw84(OgdCzENViDrG;i%0?Yw;&?|8tFATbz{"
        ";4nflM9o2?LSc}%S{;bX1*CJrLc4&c{Vv4oC7klzD2gCH<<R3-B5x4)I4F^#;%?!efMkv~V?N=x+YeZ;n6Y-!K4Qti!^GxVdm%2#<YL0ZE2Fmo"
        "@9cQ&2K;o@<E?8Rk9R$Ox$g1Bo<|D!IpDW|AND<d+%LJitS}Q=id5l%<`Xo0vD}Lm%f<4B^<Qwg(6O-Oxg18-+BmP6Kw7l|2G6S{FgvVRfmMC_"
        "dIVEwQqmCreejPEI4g86$nZuhxtF}&B6FkJF<Vh?(3WL$`BWh;WwOU!O>waLw++1BQEgH6=Rf(s6>#VOVqvbk*=o10)W5dpf+UWKIelw2wy?*7"
        "kQHYvm6}Gi9JO7#^@~gj#rl{{wWK*4PxBOYt;?U?G&kA`WFw(PMyTzLQf77|{$*!qN6yfHzCL<cSjmY!Ik$74@;}md?@vl^CrO&EcJtu=;ZaC="
        "@~Y5cBiv1ZZ%Xe5xm6-Cq#dz1;7`5Lu2ib{-GAiP;AZEW;n|I_J7MpcuwUB6+<_gXE#r+2@4u}a<G%xUG~rD"
    ),
    "old.dta": (
        "c-kvuVq{=tU}B&FFtSka%P&(fGB7ezFfg_<uw?kp_y0e4W(om)dAS4>BoQ*9IJE-5f-+MQ{Gn=Spl6T{W$RiN!^KNd2&x&GARw_MGc~V7AulmE"
        "l`00hB$lKq<fkblWfqlW3`#Et=O<?-<|qWGCYKgvmQ*U_mF6a;7E#CS5B5R%K*LHDTq_cD3vwVqx?+z5OxDuCK-bVn*Vx3=464H+D!(WZML7^W"
        "sE5fSnGFCom^A<"
    ),
    "s.xpt": (
        "c-qZWQA>kR7`<BsgCKh9DdOv;hhTE&RNCII^TL8Q$Gsz{H{EU|ObzG8`bYiDG&NQ;Gu=Z6#QWV(j^~_D?~oFMGGKIIGUGbI-L1|Ddw}6~?=k@{"
        "1OO)-Vr<<bIsi?=T3p-9xgyE%BjlU0c`s{y-0kCDU%}sNsEJ{Y-w_?@(Ox;f9qn@!tI6Xt_<&8OtX6&onG#N?aUC!Jb$(+qqWm|%YQA68KnS%^"
        "!<kppgJMJ+U+Su8M%M{ydTzosu|h|9A$XQ6N^3zoT3VH~B)J^eX)cBp3h<x6c7pJ^KtuGg(1KjfYG^rJip@S}bWwRm$LMISCS2T~Io1NWn5_aQ"
        "d<Adi+9LS#jIOFkDf@qzI^XS;JP*ie@-F5_wnCsA%Y9i0<NWPoH|zE=Zg=E%S5Y;RT6**YD|;M3N+oAq*caXb;8ETA"
    ),
    "s.por": (
        "c-p;@Sx>@16oucL^gq;HQMfZx+5)b$v{G5^ARw*<DxhGo6h%aTy915JL>_z~o`*BJlW)$=<RJ7nC8=hb0xeQ16bn{KFwCqj%n{F_1?yiEF%hGZ"
        "ti<9;RZHo{aoRk|WOMmK@zkQFvvQ?+UbE|srgPV7ckUm$y+^nI<PChD8$Q2`UdKXYZ*zOHesQ(58rs^u4#Q+;?dIU{HnDQFvA-Ow_?Wx+?fr5="
        "zn*q9ttc4-f{2VUiOGOOmKcvB90SX-o7A^`5i8L4{r(^U(CYZ@VLj4tdr;|&ZLgWL8{c450!ae}0Rb~50gHvec}~&Uk<Ve!0YTt1PEBP%WkcZX"
        "N(8D`f4)^zW@QP_fWQsR5_PcLy5sqRKC*lLu9KFiA)^3^BNWCYJZ*@81~u2Szpzk*Fhr>R63=}C7&fTC"
    ),
}
LABELS = ["Patient name", "Date of birth", "Social Security number"]


def content(name: str) -> bytes:
    return zlib.decompress(base64.b85decode(FILES[name]))


def read(folder: Path, name: str, said: bytes) -> list[Unit | Unread]:
    (folder / name).write_bytes(said)
    return list(read_file(folder / name, name, "e1"))


def rows(found: list[Unit | Unread]) -> list[dict[str, str | None]]:
    return [row for one in found if isinstance(one, Unit) and one.cells for row in unpack_cells(one.cells).to_pylist()]


@pytest.mark.parametrize("name", FILES)
def test_rows_are_read_under_the_labels_of_their_columns(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, "study.dat", content(name))
    columns = ["NM", "BD", "V5"] if name == "s.por" else LABELS  # this one was written without labels
    told = [[row[label] for label in columns] for row in rows(found)]
    assert told == [["Robert Example", "1980-02-01", "900-12-3456"], ["Zora Example", None, None]]
    assert not [one for one in found if isinstance(one, Unread)]


@pytest.mark.parametrize("name", ["s.sav", "s.zsav", "s.dta"])
def test_coded_answers_are_told_by_their_labels(tmp_path: Path, name: str) -> None:
    assert [value for row in rows(read(tmp_path, name, content(name))) for key, value in row.items() if key.lower() == "sex"] == [
        "Male",
        "Female",
    ]


def test_what_columns_are_called_is_kept_beside(tmp_path: Path) -> None:
    (told,) = [one.text for one in read(tmp_path, "s.sav", content("s.sav")) if isinstance(one, Unit) and one.locator == "s.sav#properties"]
    assert "v5: Social Security number\n" in told


def test_many_rows_come_some_at_a_time_with_their_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "ROWS_AT_ONCE", 1)
    found = [one for one in read(tmp_path, "s.sav", content("s.sav")) if isinstance(one, Unit) and one.cells]
    assert [one.start for one in found] == [1, 2]
    assert len(rows(list(found))) == 2


def test_no_bytes_of_evidence_outlive_a_reader_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is C, and may die of what it is given: a file inside another is handed to it in memory without a name."""
    places: list[str] = []

    def seen(place: str, **_given: object) -> None:
        places.append(place)
        raise pyreadstat.ReadstatError

    monkeypatch.setattr(pyreadstat, "read_sav", seen)
    found = read(tmp_path, "share.zip", zipped({"s.sav": content("s.sav")}))
    assert [place.rpartition("/")[0] for place in places] == ["/proc/self/fd"]
    assert any(one.reason == "damaged" for one in found if isinstance(one, Unread))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_breaks_off_is_told_as_damaged(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, name, content(name)[:-60] if name != "s.sav" else content(name)[:500])
    assert rows(found) or [one.reason for one in found if isinstance(one, Unread)], "rows that were whole, or why there are none"
