"""Where networks run, and with which numbers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from ekphrasis_app.domain.errors import BundleProblem

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16")


@dataclass(frozen=True, slots=True)
class Runtime:
    """A device, and whether its matrix products are in bfloat16; weights stay float32."""

    device: str = "cpu"
    bf16: bool = False

    @classmethod
    def choose(cls, device: str = "auto", precision: str = "auto") -> "Runtime":
        """The wished runtime, or the best there is; bfloat16 by itself only on CUDA.

        Raises ``BundleProblem`` where this machine does not have what was asked for.
        """
        if device not in DEVICES or precision not in PRECISIONS:
            raise BundleProblem(
                "A model runs on one of {devices} with one of {precisions}.",
                devices=", ".join(DEVICES),
                precisions=", ".join(PRECISIONS),
            )
        if device == "auto":
            device = next(name for name in ("cuda", "mps", "cpu") if _present(name))
        if not _present(device):
            raise BundleProblem("This machine has no {device}.", "Use cpu.", device=device)
        able = device != "cuda" or torch.cuda.is_bf16_supported()
        if precision == "bf16" and not able:
            raise BundleProblem("{device} cannot do bf16 here.", "Use fp32.", device=device)
        return cls(
            device, precision == "bf16" or (precision == "auto" and device == "cuda" and able)
        )

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Runtime":
        """The runtime that a bundle's ``settings`` wish for."""
        return cls.choose(settings.get("device", "auto"), settings.get("precision", "auto"))

    @contextmanager
    def inference(self) -> Iterator[None]:
        """No gradients, and the runtime's numbers."""
        with (
            torch.inference_mode(),
            torch.autocast(self.device, torch.bfloat16, enabled=self.bf16),
        ):
            yield

    def tensor(self, array: NDArray[Any]) -> Tensor:
        """A copy of ``array`` on the device."""
        return torch.tensor(array, device=self.device)


def _present(device: str) -> bool:
    if device == "cuda":
        return torch.cuda.is_available()
    return device == "cpu" or torch.backends.mps.is_available()
