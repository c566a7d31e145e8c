"""A model of one's own choice reads for names too; one that cannot be used is told before anything is read."""

import json

import numpy as np
import pytest

from stanch.errors import WrongCall
from stanch.extent import names, names_model

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
tokenizers = pytest.importorskip("tokenizers", reason="the extra stanch[ner] is not installed")

LABELS = ["O", "B-PER", "I-PER", "B-ORG"]
WORDS = {"[UNK]": 0, "[PAD]": 1, "zorblat": 2, "quix": 3, "##ley": 4, "acme": 5}
SAID = {"zorblat": "B-PER", "quix": "I-PER", "##ley": "O", "acme": "B-ORG"}


def write_model(folder, labels=LABELS, said=SAID):
    """A network that looks each token up in a table, in the form in which models are published."""
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer, models, pre_tokenizers

    table = np.full((len(WORDS), len(labels)), -4.0, dtype=np.float32)
    for word, number in WORDS.items():
        table[number, labels.index(said.get(word, "O"))] = 4.0
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["logits"])],
        "looks up",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "tokens", len(labels)])],
        [numpy_helper.from_array(table, "table")],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(folder / "model.onnx"))
    tokenizer = Tokenizer(models.WordPiece(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": {str(number): label for number, label in enumerate(labels)}}))
    return folder


@pytest.fixture
def model(tmp_path, monkeypatch):
    monkeypatch.setenv(names_model.FOLDER, str(write_model(tmp_path)))
    return tmp_path


def found(text):
    return [text[span.start : span.end] for span in names.find(text, [], {})]


def test_names_that_only_the_model_knows_are_found_at_their_place(model):
    text = "yesterday zorblat quixley came by, acme paid"
    (span,) = [one for one in names.find(text, [], {}) if "zorblat" in text[one.start : one.end]]
    assert text[span.start : span.end] == "zorblat quixley"
    assert span.confidence >= 0.9
    assert "acme" not in " ".join(found(text))


def test_two_names_side_by_side_are_two(model):
    assert found("zorblat zorblat") == ["zorblat", "zorblat"]


def test_a_text_of_many_windows_keeps_every_place(model):
    filler = "nothing to see here at all " * 400
    text = f"zorblat {filler} zorblat {filler * 3}zorblat quix"
    places = [(start, end) for start, end, _ in names_model.find(text, 0, len(text))]
    assert [text[start:end] for start, end in places] == ["zorblat", "zorblat", "zorblat quix"]
    assert places[-1][1] == len(text)


def test_without_a_model_nothing_is_loaded(monkeypatch):
    monkeypatch.delenv(names_model.FOLDER, raising=False)
    assert list(names_model.find("zorblat quix", 0, 12)) == []
    assert found("zorblat quix") == []


@pytest.mark.parametrize(
    ("missing", "word"), [("model.onnx", "model.onnx"), ("tokenizer.json", "tokenizer.json"), ("config.json", "config.json")]
)
def test_what_the_folder_lacks_is_named(model, missing, word):
    (model / missing).unlink()
    names_model._opened.cache_clear()
    with pytest.raises(WrongCall, match=word):
        names_model.check()


def test_a_file_that_is_no_model_and_one_without_persons_are_told(model):
    (model / "model.onnx").write_bytes(b"no network")
    names_model._opened.cache_clear()
    with pytest.raises(WrongCall, match="not a model of names"):
        names_model.check()
    write_model(model, ["O", "B-ORG"], {"acme": "B-ORG"})
    names_model._opened.cache_clear()
    with pytest.raises(WrongCall, match="no label for persons"):
        names_model.check()


@pytest.fixture(autouse=True)
def _forgotten():
    names_model._opened.cache_clear()
    names_model.mark.cache_clear()
    yield
    names_model._opened.cache_clear()
    names_model.mark.cache_clear()


def test_labels_of_published_sets():
    said = [
        label
        for label in ("B-PER", "I-PER", "PERSON", "B-PERSON", "NAME", "GIVENNAME", "B-SURNAME", "I-LAST_NAME", "private_person")
        if names_model.PERSON.fullmatch(label)
    ]
    assert len(said) == 9
    assert not any(names_model.PERSON.fullmatch(label) for label in ("O", "B-ORG", "LOC", "PERCENT", "B-MISC", "USERNAME"))
