"""Pictures made to look as illustrators draw: there are many photographs, and few drawings.

A network that only knows photographs is all but blind to outlines and hatching. What a
photograph's caption says holds for a drawing made of it, too.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from ekphrasis_app.ports import Array

Pixels = NDArray[np.uint8]
Chance = np.random.Generator
WIDER = 1.6
"""How many times the second of two blurs is, whose difference is an outline
(Winnemöller et al. 2012)."""


def varied(image: Image.Image, side: int, chance: Chance) -> Pixels:
    """The picture, or a large part of it, as another print or photograph would show it.

    Pixels (side, side, 3); grey, lighter, darker, flatter or steeper by chance.
    """
    image = _part(image, chance)
    if chance.random() < 0.3:
        image = image.convert("L").convert("RGB")
    if chance.random() < 0.5:
        image = ImageEnhance.Contrast(image).enhance(chance.uniform(0.6, 1.5))
    if chance.random() < 0.5:
        image = ImageEnhance.Brightness(image).enhance(chance.uniform(0.7, 1.3))
    return np.asarray(image.resize((side, side), Image.Resampling.BICUBIC))


def drawn(image: Image.Image, side: int, chance: Chance) -> Pixels:
    """The picture, or a large part of it, as a drawing, pixels (side, side, 3).

    Mostly ink, else pencil, flat colours within outlines, or a grey plate.
    """
    style = chance.choice(len(STYLES), p=[share for _, share in STYLES])
    image = _part(image, chance).resize((side, side), Image.Resampling.BICUBIC)
    made = STYLES[style][0](image, chance)
    return np.asarray((made * 255).clip(0, 255), np.uint8)


def _part(image: Image.Image, chance: Chance) -> Image.Image:
    """At least four fifths of its height and width, half of the time mirrored."""
    if chance.random() < 0.5:
        image = ImageOps.mirror(image)
    share = chance.uniform(0.8, 1)
    left, top = chance.uniform(0, 1 - share, 2)
    box = (left, top, left + share, top + share)
    corners = [round(edge * size) for edge, size in zip(box, image.size * 2, strict=True)]
    return image.crop((corners[0], corners[1], corners[2], corners[3]))


def _ink(image: Image.Image, chance: Chance) -> Array:
    """Outlines, mostly with hatching where it is dark, often fading towards the edges."""
    grey = _grey(image)
    made = _outlines(grey, chance)
    if chance.random() < 0.75:
        made = np.minimum(made, _hatching(grey, chance))
    if chance.random() < 0.5:
        made = 1 - (1 - made) * _vignette(len(grey), chance)
    return _on_paper(_blurred(made, 0.5), chance)


def _outlines(grey: Array, chance: Chance) -> Array:
    """Black lines where a picture changes: a soft threshold on a difference of Gaussians."""
    width, least = chance.uniform(0.7, 1.5), chance.uniform(0, 0.02)
    edges = _blurred(grey, width) - 0.97 * _blurred(grey, WIDER * width)
    soft = 1 + np.tanh(chance.uniform(30, 90) * (edges - least))
    return np.where(edges > least, 1, soft).clip(0, 1).astype(np.float32)


def _hatching(grey: Array, chance: Chance) -> Array:
    """One or two layers of parallel strokes, broader where it is darker."""
    dark, made = _blurred(grey, 1.2), np.ones_like(grey)
    limits = [chance.uniform(0.3, 0.6)]
    if chance.random() < 0.6:
        limits.append(chance.uniform(0.12, 0.3))
    y, x = np.indices(grey.shape)
    for limit in limits:
        slope, apart = chance.uniform(0, np.pi), chance.uniform(3, 6)
        wave = np.cos((x * np.cos(slope) + y * np.sin(slope)) * 2 * np.pi / apart)
        broad = ((limit - dark) / limit).clip(0, 1) * 0.8
        made = np.minimum(made, np.where((wave + 1) / 2 < broad, chance.uniform(0, 0.25), 1))
    return np.asarray(made, np.float32)


def _vignette(side: int, chance: Chance) -> Array:
    """1 in the middle, 0 towards the edges of paper: illustrations often stand free."""
    line = np.linspace(-1, 1, side, dtype=np.float32)
    tall, broad = chance.uniform(0.8, 1.3, 2)
    far = np.hypot(line[:, None] / tall, line / broad)
    return np.asarray(((1.1 - far) / 0.25).clip(0, 1), np.float32)


def _pencil(image: Image.Image, chance: Chance) -> Array:
    """Grey, divided by its own blur: shade stays only where it changes."""
    grey = _grey(image)
    around = _blurred(1 - grey, chance.uniform(2, 6))
    made = (grey / np.maximum(1 - around, 0.02)).clip(0, 1) ** chance.uniform(1.5, 4)
    shaded = 0.5 + 0.5 * grey if chance.random() < 0.5 else 1.0
    return _on_paper(made * shaded, chance)


def _flat_colours(image: Image.Image, chance: Chance) -> Array:
    """Few colours within ink outlines, as in picture books."""
    bits = int(chance.integers(2, 4))
    flat = ImageOps.posterize(image.filter(ImageFilter.MedianFilter(5)), bits)
    colours = 1 - (1 - np.asarray(flat, np.float32) / 255) * chance.uniform(0.4, 0.9)
    return np.asarray(colours * _ink(image, chance))


def _plate(image: Image.Image, chance: Chance) -> Array:
    """Grey tones with grain, sometimes few of them, as old books print paintings."""
    made = _grey(image) ** chance.uniform(0.5, 1.5)
    if chance.random() < 0.5:
        tones = int(chance.integers(3, 6))
        made = np.round(_blurred(made, 1) * tones) / tones
    grain = chance.normal(0, chance.uniform(0, 0.06), made.shape)
    return _on_paper((made + grain).clip(0, 1).astype(np.float32), chance)


def _grey(image: Image.Image) -> Array:
    grey = ImageOps.autocontrast(image.convert("L"), cutoff=1)
    return np.asarray(np.asarray(grey, np.float32) / 255, np.float32)


def _on_paper(grey: Array, chance: Chance) -> Array:
    """Grey (side, side) in three colours; half of the time on yellowed paper."""
    paper = np.ones(3, np.float32)
    if chance.random() < 0.5:
        green = chance.uniform(0.9, 1)
        paper[1:] = green, green * chance.uniform(0.8, 1)
    return np.asarray(grey[..., None] * paper)


def _blurred(grey: Array, radius: float) -> Array:
    """Blurred by a Gaussian; Pillow's has eight bits, too few for outlines."""
    reach = int(3 * radius + 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / radius) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    for _ in range(2):
        wide = np.pad(grey, ((reach, reach), (0, 0)), mode="edge")
        rows = (
            np.float32(weight) * wide[k : k + len(grey)] for k, weight in enumerate(weights)
        )
        grey = sum(rows, np.zeros_like(grey)).T
    return np.asarray(grey, np.float32)


Style = Callable[[Image.Image, Chance], Array]
STYLES: list[tuple[Style, float]] = [
    (_ink, 0.6),
    (_pencil, 0.15),
    (_flat_colours, 0.13),
    (_plate, 0.12),
]
"""Ways to draw, with how likely each is."""
