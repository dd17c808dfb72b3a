"""Small pictures whose every corner is known, and the bytes of picture files."""

import io

from PIL import Image

RED, GREEN, BLUE, WHITE = (200, 30, 20), (20, 160, 40), (30, 40, 190), (255, 255, 255)
CORNERS = (RED, GREEN, BLUE, WHITE)


def four_corners(width=48, height=32):
    """Red and green above, blue and white below: no two ways of turning it look alike."""
    image = Image.new("RGB", (width, height))
    for index, colour in enumerate(CORNERS):
        left, top = (index % 2) * width // 2, (index // 2) * height // 2
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image


def as_file(image, kind="PNG", **options):
    """The bytes of ``image`` as a file of that kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def pixels_of(picture):
    """The decoded picture as an image again."""
    return Image.frombytes("RGB", (picture.width, picture.height), picture.pixels)


def corners_of(picture):
    """The colours in the middle of its four quarters, in reading order."""
    image = pixels_of(picture)
    across, down = (
        (picture.width // 4, 3 * picture.width // 4),
        (
            picture.height // 4,
            3 * picture.height // 4,
        ),
    )
    return tuple(image.getpixel((x, y)) for y in down for x in across)


def alike(one, other, tolerance=12):
    """Whether two rows of colours differ by no more than compression makes them."""
    return all(
        abs(a - b) <= tolerance
        for first, second in zip(one, other, strict=True)
        for a, b in zip(first, second, strict=True)
    )
