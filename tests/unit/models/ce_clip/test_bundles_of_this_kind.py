"""A bundle of kind clip or ce-clip: written, read, asked, given up, refused."""

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, Cancelled
from ekphrasis_app.domain.match import Strength
from ekphrasis_app.models.bundle import open_bundle
from ekphrasis_app.models.ce_clip.encoders import BATCH
from ekphrasis_app.models.ce_clip.runtime import Runtime
from ekphrasis_app.models.ce_clip.saving import save_bundle
from tests.fakes.ce_clip import noise, small_bundle, small_contents, small_cross, verses


def answers(bundle):
    """The encodings of a picture and the verses, and the scores of the pairs."""
    picture = bundle.image_encoder.encode(noise())
    poems = list(bundle.text_encoder.encode(verses(), CancelToken()))
    return picture, poems, bundle.pair_scorer.score(picture, poems, CancelToken())


@pytest.mark.parametrize("inputs", ["sequences", "vectors"])
@pytest.mark.parametrize("objective", ["ranking", "binary"])
def test_a_bundle_written_and_read_again_scores_identically(tmp_path, inputs, objective):
    shape = small_cross(inputs=inputs, objective=objective)
    first = answers(small_bundle(tmp_path / "first", shape))
    again = answers(small_bundle(tmp_path / "second", shape))
    assert first[2] == again[2]
    assert (first[0].tokens == again[0].tokens).all()
    assert len(set(first[2])) == len(first[2])
    assert all(0 < score < 1 for score in first[2])


def test_encodings_have_the_shapes_that_the_library_keeps(tmp_path):
    picture, poems, _ = answers(small_bundle(tmp_path / "small", small_cross()))
    assert picture.vector.shape == (32,)
    assert picture.tokens.shape == (5, 32)
    assert np.linalg.norm(picture.vector) == pytest.approx(1, abs=1e-5)
    assert [len(poem.tokens) for poem in poems] == [24, 22, 24, 6]
    assert all(poem.vector.dtype == poem.tokens.dtype == np.float32 for poem in poems)


def test_cached_encodings_in_half_precision_score_nearly_the_same(tmp_path):
    bundle = small_bundle(tmp_path / "small", small_cross())
    picture, poems, scores = answers(bundle)
    halved = [
        type(poem)(*(part.astype(np.float16).astype(np.float32) for part in poem))
        for poem in poems
    ]
    assert bundle.pair_scorer.score(picture, halved, CancelToken()) == pytest.approx(
        scores, abs=2e-3
    )


def test_a_poem_scores_the_same_among_many_and_alone(tmp_path):
    bundle = small_bundle(tmp_path / "small", small_cross())
    picture, poems, scores = answers(bundle)
    many = bundle.pair_scorer.score(picture, poems * (BATCH + 1), CancelToken())
    assert many == pytest.approx(scores * (BATCH + 1), abs=1e-5)


def test_the_bi_encoder_alone_has_no_scorer_and_keeps_no_tokens(tmp_path):
    bundle = small_bundle(tmp_path / "small")
    assert bundle.pair_scorer is None
    assert bundle.image_encoder.encode(noise()).tokens.shape == (0, 32)


def test_bundles_with_one_clip_share_encodings_if_they_keep_the_same(tmp_path):
    one = small_bundle(tmp_path / "one", small_cross())
    other = small_bundle(tmp_path / "other", small_cross(layers=1))
    alone = small_bundle(tmp_path / "alone")
    assert one.text_encoder.fingerprint == other.text_encoder.fingerprint
    assert all(b.fingerprint == b.text_encoder.fingerprint for b in (one, other, alone))
    assert alone.text_encoder.fingerprint != one.text_encoder.fingerprint


def test_reasons_name_the_lines_closest_to_the_picture(tmp_path):
    bundle = small_bundle(tmp_path / "small")
    picture, poem = bundle.image_encoder.encode(noise()), verses()[2]
    lines = bundle.reasons(picture, poem, picture).lines
    vectors = bundle.text_encoder.vectors(poem.lines)
    assert lines == tuple(np.argsort(-(vectors @ picture.vector)))


def test_strength_follows_the_measured_thresholds(tmp_path):
    settings = {"good": 0.2, "strong": 0.6, "device": "cpu"}
    bundle = small_bundle(tmp_path / "small", settings=settings)
    assert bundle.strength(0.7) is Strength.STRONG
    assert bundle.strength(0.3) is Strength.GOOD
    assert bundle.strength(0.1) is Strength.LOOSE


def test_without_measured_thresholds_every_match_is_good(tmp_path):
    bundle = small_bundle(tmp_path / "small")
    assert {bundle.strength(score) for score in (-1, 0, 1)} == {Strength.GOOD}


class AfterOneLook(CancelToken):
    """Somebody gives up while the first batch is worked on."""

    def check(self) -> None:
        super().check()
        self.cancel()


def test_scoring_is_given_up_between_batches(tmp_path):
    bundle = small_bundle(tmp_path / "small", small_cross())
    picture, poems, _ = answers(bundle)
    assert bundle.pair_scorer.score(picture, poems, AfterOneLook())
    with pytest.raises(Cancelled):
        bundle.pair_scorer.score(picture, poems * BATCH, AfterOneLook())


def test_encoding_poems_is_given_up_between_batches_and_keeps_what_is_done(tmp_path):
    encoder = small_bundle(tmp_path / "small").text_encoder
    done = []
    with pytest.raises(Cancelled):
        done.extend(encoder.encode(verses() * BATCH, AfterOneLook()))
    assert len(list(encoder.encode(verses(), AfterOneLook()))) == len(verses())


def test_a_flipped_byte_is_noticed_before_anything_is_read(tmp_path):
    bundle = small_bundle(tmp_path / "small", small_cross())
    file = tmp_path / "small" / "clip.safetensors"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(BundleProblem, match="damaged or was altered"):
        bundle.image_encoder.encode(noise())


def test_weights_of_other_shapes_than_the_manifest_says_are_refused(tmp_path):
    contents = small_contents(cross=small_cross())
    contents.cross["types.weight"] = torch.zeros(3, 48)
    save_bundle(contents, tmp_path / "small")
    bundle = open_bundle(tmp_path / "small", tmp_path)
    picture = bundle.image_encoder.encode(noise())
    with pytest.raises(BundleProblem, match="do not have the shapes"):
        bundle.pair_scorer.score(picture, [picture], CancelToken())


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"layer": 12}, "not known: layer"),
        ({"layers": "12"}, "layers cannot be 12"),
        ({"inputs": "pixels"}, "cannot take pixels"),
        ({"objective": "guess"}, "no objective guess"),
    ],
)
def test_a_wrong_setting_is_named(table, sentence):
    with pytest.raises(BundleProblem, match=sentence):
        small_cross().from_table(table)


def test_the_settings_survive_the_manifest(tmp_path):
    shape = small_cross(dropout=0.25, objective="binary")
    assert shape.from_table(shape.table()) == shape


def test_half_precision_gives_nearly_the_same_scores(tmp_path):
    exact = small_bundle(tmp_path / "exact", small_cross())
    half = small_bundle(
        tmp_path / "half", small_cross(), settings={"device": "cpu", "precision": "bf16"}
    )
    scores = answers(exact)[2], answers(half)[2]
    assert scores[0] == pytest.approx(scores[1], abs=0.03)
    assert scores[0] != scores[1]


def test_a_device_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(BundleProblem, match="no cuda"):
        Runtime.choose("cuda")
    with pytest.raises(BundleProblem, match="one of auto, cpu, cuda, mps"):
        Runtime.choose("tpu")


def test_saving_replaces_an_older_bundle_and_leaves_nothing_beside_it(tmp_path):
    small_bundle(tmp_path / "small", small_cross())
    small_bundle(tmp_path / "small", version="2")
    assert [path.name for path in tmp_path.iterdir()] == ["small"]
    assert not (tmp_path / "small" / "cross-encoder.safetensors").exists()


def test_a_part_in_place_of_another_is_refused(tmp_path):
    small_bundle(tmp_path / "small")
    file = tmp_path / "small" / "clip.safetensors"
    save_file(load_file(file), file, metadata={"other": "bytes"})
    with pytest.raises(BundleProblem, match="damaged or was altered"):
        open_bundle(tmp_path / "small", tmp_path).image_encoder.encode(noise())
