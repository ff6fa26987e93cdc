"""The adapter: merged once, into the layers that it names, and into no others."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from corpus.encoders.adapter import adapter_of, merge_adapter
from corpus.encoders.sentence import BASE_ENCODER, DEFAULT_ENCODER, SentenceEncoder, model_path


def layers() -> torch.nn.Sequential:
    """Make two layers of three inputs and outputs with known weights."""
    made = torch.nn.Sequential(torch.nn.Linear(3, 3, bias=False), torch.nn.Linear(3, 3, bias=False))
    for layer in made:
        torch.nn.init.eye_(layer.weight)
    return made


def written(path: Path, layer: str) -> Path:
    """Write an adapter of rank 1 for a layer: B @ A is 2 in the first row's last column and 0 elsewhere."""
    tensors = {f"{layer}.A": torch.tensor([[0.0, 0.0, 2.0]]), f"{layer}.B": torch.tensor([[1.0], [0.0], [0.0]])}
    save_file({name: tensor.half() for name, tensor in tensors.items()}, path)
    return path


def test_a_layer_gains_the_product_and_the_others_stay(tmp_path: Path) -> None:
    """The weights are B @ A more, though the file holds half the digits."""
    model = layers()
    merge_adapter(model, written(tmp_path / "a.safetensors", "1"))
    assert torch.equal(model[0].weight.data, torch.eye(3))
    assert torch.equal(model[1].weight.data, torch.eye(3) + torch.tensor([[0.0, 0.0, 2.0], [0.0] * 3, [0.0] * 3]))


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    """A layer that the model lacks is an error: half an adapter would be an encoder that nobody measured."""
    with pytest.raises(KeyError):
        merge_adapter(layers(), written(tmp_path / "a.safetensors", "7"))


def test_only_the_default_encoder_has_one(minilm: SentenceEncoder) -> None:
    """The base without it has the same weights, and a text's vector is another by it."""
    assert adapter_of(DEFAULT_ENCODER) is not None
    assert adapter_of(BASE_ENCODER) is None
    assert model_path(DEFAULT_ENCODER) == model_path(BASE_ENCODER)
    text = ["a stablecoin issuer must hold reserve assets"]
    near = float((minilm.encode(text) @ SentenceEncoder(BASE_ENCODER).encode(text).T).item())
    assert 0.5 < near < 0.999
