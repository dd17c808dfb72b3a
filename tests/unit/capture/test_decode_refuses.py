"""The one door for untrusted bytes: one clear sentence for everything else, and no hang."""

import contextlib
import os
import random
import struct
import time
import zlib

import pytest
from PIL import Image

from ekphrasis_app.capture import decode
from ekphrasis_app.capture.decode import decode_bytes, decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, PictureProblem
from ekphrasis_app.domain.picture import Origin, Picture
from tests.fakes.pictures import as_file, four_corners

KINDS = ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"]


def refused(data):
    with pytest.raises(PictureProblem) as caught:
        decode_bytes(data, "the picture", Origin.CLIPBOARD)
    assert caught.value.advice
    return str(caught.value).removesuffix(f" {caught.value.advice}")


def chunk(name, data):
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)


def png_header(width, height):
    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    )


def noise(size=(200, 150)):
    return Image.frombytes("RGB", size, random.Random(5).randbytes(3 * size[0] * size[1]))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the picture is empty."),
        (b"Once upon a midnight dreary", "the picture is not a picture that can be read."),
        (b"\xff\xd8\xff\xe0", "the picture is not a picture that can be read."),
        (b"%PDF-1.7 ...", "the picture is a PDF document, which cannot be read."),
        (b"<svg xmlns='...'>", "the picture is an SVG drawing, which cannot be read."),
        (b"\0\0\0\x18ftypheic", "the picture is a HEIC picture, which cannot be read."),
        (b"8BPS\0\1", "the picture is a Photoshop document, which cannot be read."),
    ],
)
def test_what_is_no_picture_is_told_so(data, sentence):
    assert refused(data) == sentence


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_half_a_picture_is_refused_for_it_would_give_a_wrong_poem(kind, share):
    data = as_file(noise(), kind)
    assert "the picture is" in refused(data[: int(len(data) * share)])


def test_half_a_progressive_picture_is_refused():
    data = as_file(noise(), "JPEG", progressive=True)
    assert refused(data[: len(data) * 2 // 3]) == "the picture is damaged or not complete."


def test_half_a_run_length_encoded_picture_is_refused():
    data = as_file(noise(), "TIFF", compression="packbits")
    assert refused(data[: len(data) // 2]).startswith("the picture is")


@pytest.mark.parametrize(
    ("width", "height"), [(12_000, 12_000), (60_000, 60_000), (2**31 - 1, 1)]
)
def test_a_bomb_is_refused_by_its_header_before_anything_is_decoded(width, height):
    row = zlib.compress(bytes(1000))
    bomb = png_header(width, height) + chunk(b"IDAT", row) + chunk(b"IEND", b"")
    assert refused(bomb) == "the picture has more than 120 megapixels."


def test_text_that_unpacks_to_gigabytes_is_refused_or_left_aside():
    packed = zlib.compress(bytes(200 << 20), 9)
    text = chunk(b"zTXt", b"Comment\0\0" + packed)
    body = as_file(four_corners())[33:]
    started = time.monotonic()
    assert "the picture is" in refused(png_header(48, 32) + text + body)
    assert time.monotonic() - started < 5


def test_a_file_with_too_many_bytes_is_refused_unread(tmp_path):
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(decode.MOST_BYTES + 1)  # a hole: takes no room on the disk
    with pytest.raises(PictureProblem, match=r"large.png is larger than 400 megabytes"):
        decode_file(path)


def test_a_file_made_of_endless_small_parts_is_given_up(monkeypatch):
    monkeypatch.setattr(decode, "SECONDS", 0.2)
    endless = png_header(48, 32) + chunk(b"abCd", b"") * 500_000
    started = time.monotonic()
    assert refused(endless) == "Opening the picture took too long and was given up."
    assert time.monotonic() - started < 2


def test_work_that_somebody_gave_up_ends():
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        decode_bytes(as_file(four_corners()), "the picture", Origin.FILE, cancel)


def test_a_lack_of_memory_is_a_sentence(monkeypatch):
    def full(*_):
        raise MemoryError

    monkeypatch.setattr(decode, "shrunk_rgb", full)
    assert refused(as_file(four_corners())).startswith("There is not enough free memory")


def file_problem(path):
    with pytest.raises(PictureProblem) as caught:
        decode_file(path)
    return str(caught.value)


def test_a_missing_file(tmp_path):
    assert file_problem(tmp_path / "gone.png").startswith("There is no file gone.png.")


def test_a_file_below_a_file(tmp_path):
    (tmp_path / "a.png").write_bytes(b"x")
    assert file_problem(tmp_path / "a.png" / "b.png").startswith("There is no file b.png.")


def test_a_name_that_no_file_can_have():
    assert file_problem(decode.Path("a\0b.png")).startswith("There is no file")
    assert "cannot be read" in file_problem(decode.Path("a" * 5000))


def test_a_folder(tmp_path):
    assert file_problem(tmp_path).endswith("is a folder. Choose a picture inside it.")


def test_an_empty_file(tmp_path):
    (tmp_path / "none.png").touch()
    assert file_problem(tmp_path / "none.png").startswith("none.png is empty.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    assert "is a device" in file_problem(tmp_path / "pipe.png")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs /dev/zero")  # noqa: PTH110
def test_a_device_that_never_ends():
    assert "zero is a device" in file_problem(decode.Path("/dev/zero"))


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def forbid(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbid)
    assert file_problem(tmp_path / "a.png").startswith("You are not allowed to read a.png.")


def test_a_disk_that_fails_gives_its_reason(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)
    assert "a.png cannot be read: Input/output error." in file_problem(tmp_path / "a.png")


def test_a_name_is_spoken_without_what_would_confuse_the_voice_or_the_terminal(tmp_path):
    spoken = file_problem(tmp_path / "a\x1b[31m\u202egnp.\n")
    assert spoken.startswith("There is no file a [31mgnp..")


def spoiled(data, rng):
    """The file with some bytes changed, cut out, doubled or cut off."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        start = rng.randrange(len(data))
        length = rng.choice([1, 1, 2, 4, 30])
        match rng.randrange(4):
            case 0:
                data[start : start + length] = rng.randbytes(length)
            case 1:
                data[start : start + length] = rng.choice([b"\0", b"\xff", b"\x7f"]) * length
            case 2:
                del data[start : start + length]
            case _:
                data[start:start] = data[start : start + length]
    return bytes(data or b"?")


@pytest.mark.parametrize("kind", KINDS)
def test_spoiled_files_give_a_picture_or_a_sentence_and_nothing_else(kind):
    rng = random.Random(f"spoiled {kind}")
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "A title"
    options = {} if kind in ("GIF", "BMP") else {"exif": exif}
    sound = as_file(noise((60, 40)), kind, **options)
    outcomes = {"picture": 0, "sentence": 0}
    for _ in range(int(os.environ.get("EKPHRASIS_SPOILED", "150"))):
        # The first bytes hold the structure: half of the damage is done there.
        data = sound if rng.random() < 0.5 else sound[:400]
        try:
            result = decode_bytes(
                spoiled(data, rng) + sound[len(data) :], "the picture", Origin.FILE
            )
        except PictureProblem as problem:
            assert str(problem).endswith(".")
            outcomes["sentence"] += 1
        else:
            assert isinstance(result, Picture)
            outcomes["picture"] += 1
    assert all(outcomes.values()), "both outcomes occur, or the damage is not varied enough"


def test_nothing_reaches_standard_output(capfd):
    rng = random.Random("quiet")
    sound = as_file(noise((60, 40)), "TIFF", compression="tiff_lzw")
    for _ in range(60):
        with contextlib.suppress(PictureProblem):
            decode_bytes(spoiled(sound, rng), "the picture", Origin.FILE)
    assert capfd.readouterr().out == ""
