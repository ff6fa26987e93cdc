"""A real chat-model server with a model that knows nothing: `transformers serve` and random weights made here.

It is the second implementation of the protocol that the assistant is tried with. Its words are gibberish, which is what
it is for: nothing of it may ever be shown as a statement.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.openai_server import unused_url

TEMPLATE = "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}assistant:"
LEARNT_FROM = "Brokers may offer margin financing against bitcoin and ether under the circular."


@dataclass(frozen=True, slots=True)
class Served:
    """The name of a served model for ASSISTANT_MODEL, and the address for ASSISTANT_MODEL_BASE_URL."""

    name: str
    url: str


def write_model(folder: Path) -> None:
    """Train a tokenizer on one sentence and write a Llama of two layers with random weights (160 kB, about 2 s)."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=320, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet)
    tokenizer.train_from_iterator([LEARNT_FROM] * 4, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(1)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    config = LlamaConfig(vocab_size=len(fast), max_position_embeddings=32_768, bos_token_id=0, eos_token_id=1, **shape)
    LlamaForCausalLM(config).save_pretrained(folder)


@contextmanager
def gibberish_server(folder: Path) -> Iterator[Served]:
    """Write the model into a folder and serve it; starting takes about ten seconds."""
    write_model(folder)
    url = unused_url()
    port = url.split(":")[2].removesuffix("/v1")
    command = [Path(sys.executable).with_name("transformers"), "serve", folder, "--host", "127.0.0.1", "--port", port]
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True, env=offline) as process:
        assert process.stderr is not None
        try:
            said = ""
            while "Uvicorn running" not in said:
                line = process.stderr.readline()
                assert line, f"transformers serve ended: {said}"
                said += line
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield Served(f"openai:{folder}", url)
        finally:
            process.terminate()
            process.wait(30)
