"""The low-rank adapter that turns the shipped MiniLM into an encoder of policy questions.

An adapter is a file of `NAME.A` (rank, inputs) and `NAME.B` (outputs, rank) for each adapted layer NAME; the layer's
weight gains B @ A (LoRA, Hu et al. 2021). It is merged when the model is loaded, so encoding costs nothing more.
The recipe that fitted the shipped one is not in this repository; its rank and its base are named in the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch.nn import Module

FOLDER = Path(__file__).parent / "adapters"


def adapter_of(encoder: str) -> Path | None:
    """Return the file of the adapter that an encoder's name stands for, None for an encoder without one."""
    path = FOLDER / f"{encoder}.safetensors"
    return path if path.is_file() else None


def merge_adapter(model: Module, path: Path) -> None:
    """Add an adapter to the weights of a transformer, in place; raise KeyError for a layer the model does not have."""
    from safetensors.torch import load_file

    tensors = {name: tensor.float() for name, tensor in load_file(path).items()}
    layers = dict(model.named_modules())
    for name in sorted({key.rpartition(".")[0] for key in tensors}):
        weight = layers[name].weight
        assert weight is not None
        weight.data += tensors[f"{name}.B"] @ tensors[f"{name}.A"]
