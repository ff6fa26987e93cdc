"""The evaluation: a question set, answer sets to it or answers made here, and what they are worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.evaluation.flow import evaluate
from assistant.evaluation.judges import open_judge
from assistant.evaluation.judges.judge import markable
from assistant.evaluation.judges.panel import Panel, one_label_each, tried
from assistant.evaluation.report.writing import write_evaluation
from assistant.evaluation.scoring.cache import ScoreCache
from assistant.evaluation.sets.aliases import FIELDS
from assistant.evaluation.sets.answer_questions import answer_set, read_questions
from assistant.evaluation.workspace import LabelRoom, columns_of, corrected, keep
from assistant.settings import SHIPPED_TEXTS
from corpus.errors import AssistantError, InputError
from ui import state
from ui.components.evaluation.labels import labelling
from ui.components.evaluation.sample import ANSWERS, QUESTIONS, TEMPLATE, as_jsonl
from ui.components.evaluation.scores import scores
from ui.components.sources.prose import plain
from ui.language import later, say
from ui.limits import alone, in_turn
from ui.owner import own_folder
from ui.services import chain_with, edition, services, sets_of, sized
from ui.state import Evaluated

KINDS = ["jsonl", "json", "csv", "tsv", "xlsx", "qrels"]
ANSWER_KINDS = [*KINDS[:-1], "run"]
NOT_READ = later("(not read)")
MOST_PASSAGES = 100


def page() -> None:
    """Draw the sets, then scores and labels side by side as tabs."""
    st.title(say("Evaluate"), anchor=False)
    try:
        folder = services().settings.data / "evaluations"
        start = st.container()
        questions = _questions(folder)
        if questions is None:
            with start:
                _sample(folder)
            return
        answers = _answers(folder, questions)
        if not answers:
            st.caption(say("Add a set of answers, or answer the questions here."))
            return
        results, labels = st.tabs([say("Scores"), say("Labels")])
        with results:
            _scored(folder, questions, answers)
        with labels:
            evaluated = _evaluated(questions, *answers)
            evaluation = None if evaluated is None else evaluated.evaluation
            labelling(_labels(folder, questions, answers), evaluation)
    except AssistantError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _sample(folder: Path) -> None:
    """Draw what can be done without a file: the sample, scored by one click, and a template for one's own."""
    with st.container(border=True, key="sample"):
        st.markdown(f"**{say('Which of two assistants answers better? See it on a sample of 5 questions.')}**")
        with st.container(horizontal=True, gap="small"):
            if state.sample():
                st.button(say("Close the sample"), on_click=state.try_sample, args=(False,), key="leave-sample")
            else:
                label = say("Score the sample")
                st.button(label, type="primary", icon=":material/play_arrow:", on_click=state.try_sample, args=(True,))
            st.download_button(
                say("Download a template"), TEMPLATE.encode(), "questions.csv", "text/csv", on_click="ignore"
            )
        if state.sample():
            questions = keep(folder / "sets", "sample.jsonl", as_jsonl(QUESTIONS))
            answers = [keep(folder / "sets", f"{name}.jsonl", as_jsonl(rows)) for name, rows in ANSWERS.items()]
            _scored(folder, questions, answers, at_once=True)
    st.subheader(say("Your own questions"), anchor=False)
    st.caption(
        say(
            "Bring questions with what a good answer must contain, and answers from this or any other assistant, "
            "as JSONL, JSON, CSV or XLSX. Columns of ragas, deepeval, promptfoo, RAGChecker and TREC are recognised."
        )
    )


def _questions(folder: Path) -> Path | None:
    file = st.file_uploader(say("Question set"), type=KINDS, key="question_set")
    if file is None:
        return None
    path = _with_columns(keep(folder / "sets", file.name, file.getvalue()), "questions")
    count = len(sets_of(sized(path)).questions.questions)
    st.caption(say("1 question loaded.") if count == 1 else say("{count} questions loaded.", count=f"{count:,}"))
    return path


def _with_columns(path: Path, key: str) -> Path:
    """Show how the columns are read, and let it be corrected; give the file to read."""
    if path.suffix in (".qrels", ".run"):
        return path
    columns = columns_of(path)
    title = say("Columns of {file}, {rows} rows", file=plain(path.name), rows=f"{columns.rows:,}")
    with st.expander(title, expanded=not any(columns.fields.values())):
        choices = [NOT_READ, *FIELDS]
        grid = st.container(horizontal=True)
        chosen = {}
        for name, field in columns.fields.items():
            picked = grid.selectbox(
                plain(name),
                choices,
                format_func=say,
                index=choices.index(field or NOT_READ),
                key=f"{key}-{path.parent.name}-{name}",
                width=220,
            )
            chosen[name] = "" if picked == NOT_READ else picked
        twice = sorted({field for field in chosen.values() if field and list(chosen.values()).count(field) > 1})
    if unread := [name for name, picked in chosen.items() if not picked]:
        names = ", ".join(unread)
        st.caption(plain(say("Not read in {file}: {names}. Choose above what it holds.", file=path.name, names=names)))
    if chosen == columns.fields:
        return path
    if twice:
        fields = ", ".join(twice)
        raise InputError(say("{file}: two columns are read as {fields}; choose one.", file=path.name, fields=fields))
    return corrected(path, chosen)


def _answers(folder: Path, questions: Path) -> list[Path]:
    files = st.file_uploader(say("Answer sets"), type=ANSWER_KINDS, accept_multiple_files=True, key="answer_sets")
    paths = [
        _with_columns(keep(folder / "sets", file.name, file.getvalue()), f"answers-{number}")
        for number, file in enumerate(files)
    ]
    made = _answer_here(folder, questions)
    return [*paths, *made]


def _answer_here(folder: Path, questions: Path) -> list[Path]:
    """Answer the questions with this assistant; what was answered before a stop is kept and gone on with."""
    with st.expander(say("Answer the questions here")):
        passages = st.slider(say("Passages per answer"), 1, MOST_PASSAGES, services().settings.top_k, key="passages")
        without = not services().settings.model
        model = st.toggle(say("With the chat model"), value=False, key="with_model", disabled=without)
        in_force = services().chain.edition()
        name = f"this-assistant-{'model-' if model else ''}{passages}.jsonl"  # so it is called beside other sets
        out = folder / "answers" / own_folder() / questions.parent.name / in_force / name
        rows = read_questions(questions)
        done, failed = _made(out)
        with st.container(horizontal=True, vertical_alignment="center"):
            label = (
                say("Answer") if not done else say("Continue") if done < len(rows) else say("Answer again what failed")
            )
            all_there = done >= len(rows) and not failed
            started = not all_there and st.button(label, type="primary", key="answer_here")
            count = f"{len(rows):,}"
            told = say("{done} of {count} are answered.", done=f"{done:,}", count=count)
            st.caption(told if done else say("{count} questions.", count=count))
        if started:
            # Any click meanwhile, as on this button, ends the run: the rows so far are kept.
            st.button(say("Stop"), key="stop_answering", icon=":material/stop:")
            bar = st.progress(0.0, text=say("Answering"))

            def show(number: int, total: int) -> None:
                text = say("Answering: {number} of {count}", number=f"{number:,}", count=f"{total:,}")
                bar.progress(number / total, text=text)

            def wait(seconds: int) -> None:
                text = say("The limit of questions per minute is reached: continuing in {seconds} s", seconds=seconds)
                bar.progress(0.0, text=text)

            ask = chain_with(passages, model=model).invoke
            with alone():  # a model is paid for by the question, and what is extractive has a processor to itself
                paced = in_turn(ask, wait) if model else ask
                report = answer_set(rows, out, paced, resume=True, progress=show)
            bar.empty()
            done = len(rows)
            answered = f"{report.answered + report.kept:,}"
            if report.failed:
                st.success(say("{done} are answered; {failed} failed.", done=answered, failed=f"{report.failed:,}"))
            else:
                st.success(say("{done} are answered.", done=answered))
        if done:
            st.download_button(
                say("Download the answers"), out.read_bytes(), out.name, key="download_answers", on_click="ignore"
            )
    return [out] if done else []


def _made(out: Path) -> tuple[int, int]:
    """Return how many questions a file of answers holds, and how many of them failed; a last line cut off is none."""
    if not out.is_file():
        return 0, 0
    with out.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.endswith("\n")]
    return len(rows), sum(row["error"] is not None for row in rows)


def _labels(folder: Path, questions: Path, answers: Sequence[Path]) -> LabelRoom:
    held = sets_of(sized(questions), *map(sized, answers))
    return LabelRoom(folder / "labels", held.questions, held.answers)


def _evaluated(*files: Path) -> Evaluated | None:
    """Return the last evaluation where it is of these files."""
    last = state.evaluated()
    return last if last is not None and last.key == tuple(map(sized, files)) else None


def _panel(model: str, labels: LabelRoom) -> Panel:
    """Open the chat model as a judge; it is held against the labels that people gave here, from two on."""
    markables = {question.id for question in labels.questions.questions if markable(question)}
    people = {place: given for place, given in labels.people().items() if place[1] in markables}
    held_against = one_label_each(people) if len(people) > 1 else None
    return tried(open_judge(model, services().settings), held_against)


def _scored(folder: Path, questions: Path, answers: Sequence[Path], *, at_once: bool = False) -> None:
    """Score on a click, or `at_once`, and show the scores of these files until others are chosen."""
    files = (questions, *answers)
    key = tuple(map(sized, files))
    model = services().settings.model
    judging = (
        model and not at_once and st.toggle(say("{model} also marks the answers", model=plain(model)), key="judge")
    )
    wanted = _evaluated(*files) is None if at_once else st.button(say("Score"), type="primary", key="score")
    if wanted:
        bar = st.progress(0.0, text=say("Reading"))

        def show(stage: str, number: int, total: int) -> None:
            bar.progress(number / max(total, 1), text=plain(stage))

        held = sets_of(*key)
        cache = ScoreCache.of(services().settings.data)
        panel = _panel(model, _labels(folder, questions, answers)) if judging else None
        evaluation = evaluate(
            held.questions, held.answers, (SHIPPED_TEXTS,), show, cache=cache, panel=panel, edition=edition()
        )
        out = folder / "reports" / own_folder() / questions.parent.name
        write_evaluation(out, evaluation, files)
        bar.empty()
        state.remember_evaluation(Evaluated(key, evaluation, out))
    if (evaluated := _evaluated(*files)) is not None:
        scores(evaluated.evaluation, evaluated.folder)


PAGE = st.Page(page, title=later("Evaluate"), icon=":material/fact_check:", url_path="evaluate")
