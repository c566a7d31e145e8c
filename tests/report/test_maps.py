"""Pictures of people and linkage: what is drawn, what is said beside it, and that all of it is drawn without the network."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.records import Linkage, Person
from stanch.records.linkage import WeightBin
from stanch.report import charts, maps
from stanch.vocabulary import jurisdictions


def people(**homes):
    return [Person(f"p-{code}-{at}", "x", residence=code.replace("_", "-")) for code, number in homes.items() for at in range(number)]


def texts(picture):
    return "".join(ET.fromstring(picture.svg).itertext())  # noqa: S314 our own drawing


def test_states_are_shaded_and_told_in_words():
    found = maps.states(people(US_CA=60, US_TX=3, US_PR=2, EU_IE=9))
    assert found.words == "People by state of the United States: California 60, Texas 3, Puerto Rico 2. Not on the map: Puerto Rico 2."
    assert maps.SHADES[-1] in found.svg
    assert "people" in texts(found)
    assert "<script" not in found.svg
    assert "http" not in found.svg.replace("http://www.w3.org/", "")


def test_countries_only_where_there_are_several():
    assert maps.countries(people(US_CA=2, US_TX=1)) is None
    found = maps.countries(people(US_CA=2, CA_ON=4, UK=1, EU_IE=1, EU_MT=1, HK=1))
    assert found.words.startswith("People by country: Canada 4, United States 2, ")
    assert "Not on the map: " in found.words
    assert "Malta 1" in found.words.rpartition("Not on the map")[2]


def test_nobody_is_no_map():
    assert maps.states([]) is maps.countries([]) is None
    assert maps.states([Person("p-1", "x")]) is None


def test_every_state_and_most_countries_of_the_vocabulary_have_an_outline():
    states = {one.postal for one in jurisdictions().values() if one.country == "US" and one.postal}
    assert states - maps._codes("states") == {"GU", "PR", "VI"}
    missing = {one.country for one in jurisdictions().values()} - maps._codes("countries")
    assert missing <= {
        "MT",
        "SG",
        "HK",
        "LI",
        "MO",
        "BH",
        "MU",
        "AD",
        "MC",
        "SM",
        "BB",
        "GG",
        "JE",
        "IM",
        "KY",
        "BM",
        "GI",
        "CV",
        "AG",
        "SC",
    }


@given(st.lists(st.integers(1, 5_000_000), min_size=1, max_size=60))
def test_every_number_lies_in_one_class_of_at_most_five(counts):
    steps = maps.classes(counts)
    lows = [low for low, _ in steps]
    assert len(steps) <= len(maps.SHADES)
    assert lows == sorted(set(lows))
    assert lows[0] == 1
    assert all(maps.step_of(number, steps) in {label for _, label in steps} for number in counts)
    assert len({label for _, label in steps}) == len(steps)


@pytest.mark.parametrize(("counts", "labels"), [([1], ["1"]), ([1, 82], ["1", "2 to 4", "5 to 19", "20 to 49", "50 and more"]), ([7], ["1", "2 to 4", "5 and more"])])  # fmt: skip
def test_classes_read_well(counts, labels):
    found = [label for _, label in maps.classes(counts)]
    assert (found[0], found[-1]) == (labels[0], labels[-1])


def test_sizes_and_weights_are_drawn_and_told():
    linkage = Linkage(9, (WeightBin(4, 8, 2, 5), WeightBin(16, 20, 3, 1)), ((1, 4), (2, 1), (12, 1)))
    sizes = charts.cluster_sizes(linkage)
    assert (
        sizes.words
        == "Of 6 people, by the records they are known from: 4 from 1, 1 from 2, 1 from 10 to 19. The most records of one person: 12."
    )
    weights = charts.match_weights(linkage)
    assert "Of 11 pairs of records that come near each other, 5 are one person and 6 stayed two" in weights.words
    assert "2 were joined on less than 8 bits" in weights.words
    assert "1 stayed two although they weigh more" in weights.words
    assert "stayed two" in texts(weights)
    assert charts.cluster_sizes(Linkage()) is charts.match_weights(Linkage()) is None
