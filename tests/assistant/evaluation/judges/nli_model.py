"""A tiny NLI cross-encoder: random layers, and a last layer solved so that the five smoke pairs come right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from assistant.evaluation.judges.judge import SMOKE

ORDER = ("contradiction", "entailment", "neutral")


def make(folder: Path, labels: Sequence[str] = ORDER) -> Path:
    """Write the model; `labels` are what id2label says, whatever the columns really mean."""
    folder.mkdir(parents=True)
    words = sorted({word for text, claim, _ in SMOKE for word in re.findall(r"\w+|[^\w\s]", f"{text} {claim}".lower())})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=True)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=128, num_labels=3, id2label=dict(enumerate(labels)), initializer_range=0.5,
    )  # fmt: skip
    torch.manual_seed(1)
    model = BertForSequenceClassification(config).eval()
    read = tokenizer([pair[0] for pair in SMOKE], [pair[1] for pair in SMOKE], padding=True, return_tensors="pt")
    wanted = torch.tensor([[1.0 if relation == name else -1.0 for name in ORDER] for *_, relation in SMOKE])
    with torch.no_grad():
        pooled = model.bert(**read).pooler_output
        model.classifier.weight.copy_(torch.linalg.lstsq(pooled, wanted).solution.T)
        model.classifier.bias.zero_()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
