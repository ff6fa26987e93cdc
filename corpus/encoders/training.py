"""Training: an encoder adapted by LoRA, or a cross-encoder, to questions whose passages are known.

The only file that knows peft and datasets, which only `tune --with encoder` and `tune --with reranker` need.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.encoders.sentence import model_path
from corpus.errors import InputError

PACKAGES = "pip install peft==0.21.2 datasets==5.2.0 accelerate==1.15.0"
SEED = 1
READ = 256  # tokens of a pair that a cross-encoder reads
# LoRA (Hu et al. 2021) on every projection of the attention and of the layers after it: 1 % of MiniLM's numbers.
RANK, ALPHA, ADAPTED = 16, 32, ["query", "key", "value", "dense"]
ENCODER_BATCH, ENCODER_RATE = 32, 3e-4
READER_BATCH, READER_RATE = 4, 5e-5
AT_ONCE = 8  # texts whose way through the model is in memory: all 64 of a batch would take 6 GB

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, a text that answers it, and texts that look like it and do not."""

    question: str
    right: str
    wrong: tuple[str, ...]


def check_packages() -> None:
    """Raise InputError with the command where what training needs is not installed."""
    try:
        import accelerate  # noqa: F401 - the trainer of transformers asks for it
        import datasets  # noqa: F401
        import peft  # noqa: F401
    except ImportError as error:
        raise InputError(f"Training a model needs {error.name}: {PACKAGES}") from error


def adapt_encoder(base: str, lessons: Sequence[Lesson], folder: Path, progress: Progress) -> None:
    """Adapt an encoder by LoRA, so that questions are nearer to their texts than to others, and write it to a folder.

    Each text of a batch, and one wrong text of each lesson, stands against the others (multiple negatives ranking,
    Henderson et al. 2017). The adapter is merged into the weights: the folder holds an encoder like any other.
    """
    from datasets import Dataset
    from peft import LoraConfig, get_peft_model
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import CachedMultipleNegativesRankingLoss

    with _silence():
        model = SentenceTransformer(model_path(base), device="cpu", trust_remote_code=False)
        model.model_card_data.widget = [{}]  # else examples are looked for, of a card that is not written
        transformer: Any = model[0]
        shape = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=ADAPTED)
        transformer.model = get_peft_model(transformer.model, shape)
    trainer = SentenceTransformerTrainer(
        model=model,
        args=SentenceTransformerTrainingArguments(**_arguments(folder, ENCODER_BATCH, ENCODER_RATE)),
        train_dataset=Dataset.from_dict(
            {
                "anchor": [lesson.question for lesson in lessons],
                "positive": [lesson.right for lesson in lessons],
                "negative": [lesson.wrong[0] for lesson in lessons],
            }
        ),
        loss=CachedMultipleNegativesRankingLoss(model, mini_batch_size=AT_ONCE),
        callbacks=[_told(progress)],
    )
    _train(trainer, model)
    transformer.model = transformer.model.merge_and_unload()
    model.save_pretrained(str(folder), create_model_card=False)


def train_reranker(base: str, lessons: Sequence[Lesson], folder: Path, progress: Progress) -> None:
    """Train a cross-encoder, begun from an encoder's or a cross-encoder's weights, and write it to a folder.

    It learns to put a lesson's right text before its wrong ones (ListNet, Cao et al. 2007).
    """
    from datasets import Dataset
    from sentence_transformers import CrossEncoder
    from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
    from sentence_transformers.cross_encoder.losses import ListNetLoss

    with _silence():  # which would report that the last layer is new
        model = CrossEncoder(model_path(base), num_labels=1, max_length=READ, device="cpu", trust_remote_code=False)
        model.model_card_data.widget = [{}]  # as above
    trainer = CrossEncoderTrainer(
        model=model,
        args=CrossEncoderTrainingArguments(**_arguments(folder, READER_BATCH, READER_RATE)),
        train_dataset=Dataset.from_dict(
            {
                "query": [lesson.question for lesson in lessons],
                "docs": [[lesson.right, *lesson.wrong] for lesson in lessons],
                "labels": [[1.0, *[0.0] * len(lesson.wrong)] for lesson in lessons],
            }
        ),
        loss=ListNetLoss(model, mini_batch_size=AT_ONCE),
        callbacks=[_told(progress)],
    )
    _train(trainer, model)
    model.save_pretrained(str(folder), create_model_card=False)


def _arguments(folder: Path, batch: int, rate: float) -> dict[str, Any]:
    return {
        "output_dir": str(folder),
        "num_train_epochs": 1,
        "per_device_train_batch_size": batch,
        "learning_rate": rate,
        "warmup_steps": 0.1,
        "save_strategy": "no",
        "logging_strategy": "no",
        "report_to": "none",
        "disable_tqdm": True,
        "use_cpu": True,
        "dataloader_pin_memory": False,
        "seed": SEED,
    }


def _told(progress: Progress) -> Any:
    from transformers import TrainerCallback

    class Told(TrainerCallback):
        """Tells the progress after each step."""

        def on_step_end(self, args: Any, state: Any, control: Any, **rest: Any) -> None:  # noqa: ARG002 - its signature
            """Tell the steps done and all of them."""
            progress(state.global_step, state.max_steps)

    return Told()


def _train(trainer: Any, model: Any) -> None:
    from transformers.trainer_callback import PrinterCallback

    trainer.remove_callback(PrinterCallback)
    trainer.train()
    model.eval()


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the libraries' bars and reports out of the terminal."""
    from transformers.utils import logging

    before = logging.get_verbosity()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of what one library will want of another
            yield
    finally:
        logging.set_verbosity(before)
