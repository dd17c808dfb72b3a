"""What every picture and poem encoder promises, tried on those of each kind of bundle."""

import numpy as np
import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.models.bundle import open_bundle
from tests.fakes.people import HARBOUR, SNOW


@pytest.fixture(scope="module")
def starter(request):
    weights = request.config.rootpath / "weights"
    for part in ("efficientnet-lite2", "mpnet"):
        if not (weights / "fetched" / part / "model.safetensors").is_file():
            pytest.skip(f"{part} is fetched by the set-up and is not here")
    return open_bundle(weights / "starter", weights / "fetched")


@pytest.fixture(scope="module", params=["starter", "clip", "ce-clip"])
def bundle(request, tmp_path_factory):
    if request.param == "starter":
        return request.getfixturevalue("starter")
    pytest.importorskip("torch", reason="needs the extra: training")
    from tests.fakes.ce_clip import small_bundle, small_cross

    folder = tmp_path_factory.mktemp("bundles") / "small"
    return small_bundle(folder, small_cross() if request.param == "ce-clip" else None)


@pytest.fixture(scope="module")
def poems(bundle):
    return list(bundle.text_encoder.encode([HARBOUR, SNOW], CancelToken()))


def sunset(width=90, height=60) -> Picture:
    """Red above, dark below."""
    rows = np.linspace(255, 0, height)[:, None] * np.ones((1, width))
    pixels = np.stack([rows, rows / 3, rows / 4 + 20], axis=-1).astype(np.uint8)
    return Picture(pixels.tobytes(), width, height, Origin.FILE)


def test_both_encoders_carry_the_bundle_s_fingerprint(bundle):
    assert bundle.image_encoder.fingerprint == bundle.fingerprint
    assert bundle.text_encoder.fingerprint == bundle.fingerprint


def test_a_picture_and_a_poem_can_be_compared(bundle, poems):
    vector = bundle.image_encoder.encode(sunset()).vector
    assert vector.shape == poems[0].vector.shape
    assert vector.dtype == poems[0].vector.dtype == np.float32
    assert np.isfinite([vector @ poem.vector for poem in poems]).all()


def test_the_same_picture_gives_the_same_vector(bundle):
    first, second = (bundle.image_encoder.encode(sunset()).vector for _ in range(2))
    assert first == pytest.approx(second, abs=1e-6)


def test_a_larger_copy_of_a_picture_is_nearly_the_same_to_it(bundle):
    small, large = (bundle.image_encoder.encode(sunset(s * 90, s * 60)).vector for s in (1, 8))
    assert small[:-1] @ large[:-1] > 0.95


def test_poems_come_in_order_one_by_one(bundle, poems):
    (snow,) = bundle.text_encoder.encode([SNOW], CancelToken())
    assert snow.vector == pytest.approx(poems[1].vector, abs=1e-5)
    assert poems[0].vector != pytest.approx(poems[1].vector, abs=1e-2)


def test_encoding_poems_can_be_given_up_on_the_way(bundle):
    cancel = CancelToken()
    encodings = bundle.text_encoder.encode([SNOW] * 100, cancel)
    next(encodings)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(encodings)


def test_poems_read_side_by_side_do_not_touch_one_another(bundle, poems):
    line = Poem("line", "", "", (("a much longer line " * 9,),))
    together = list(bundle.text_encoder.encode([SNOW, line, HARBOUR], CancelToken()))
    assert together[0].vector == pytest.approx(poems[1].vector, abs=1e-4)
    assert together[2].tokens == pytest.approx(poems[0].tokens, abs=1e-4)


def test_no_poems_give_no_encodings(bundle):
    assert list(bundle.text_encoder.encode([], CancelToken())) == []


def test_reasons_name_only_words_and_lines_of_the_poem(bundle, poems):
    reasons = bundle.reasons(bundle.image_encoder.encode(sunset()), HARBOUR, poems[0])
    assert set(reasons.lines) <= set(range(len(HARBOUR.lines)))
    assert all(word in HARBOUR.text.lower() for word in reasons.words)


def test_a_poem_longer_than_mpnet_reads_at_once_has_a_token_for_each_line(starter):
    line = "and on and on the long road goes beside the river"
    poem = Poem("long", "", "", stanzas_of("\n".join([line] * 40)))
    (encoding,) = starter.text_encoder.encode([poem], CancelToken())
    assert len(encoding.tokens) == 40


def test_signs_that_no_tokenizer_knows_are_read_all_the_same(bundle):
    poem = Poem("signs", "", "", (("…", "\u200b☃", "—" * 600),))
    (encoding,) = bundle.text_encoder.encode([poem], CancelToken())
    assert np.isfinite(encoding.vector).all()
    assert np.isfinite(encoding.tokens).all()
