"""The retriever as LangChain programs use it: a question in, documents with their legal metadata out."""

from __future__ import annotations

from datetime import date
from typing import Self

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.answers.records import Hit, Question
from assistant.editions import open_index
from assistant.retrieval import retrieve
from assistant.settings import SHIPPED_TEXTS, Settings
from assistant.understanding.understander import Understander
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Encoder, SentenceEncoder
from corpus.vocabulary.glossary import Glossary, read_glossary


class PolicyRetriever(BaseRetriever):
    """Finds the passages that may answer a question, best first; passages that address a model are left out.

    `k` is how many, at most 100, and may be given to `invoke` too. The day and the places are read from the question,
    unless `as_of` and `places` say them. Own documents of `owner` may be found, beside what is everybody's.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: CurrentIndex
    encoder: Encoder
    glossary: Glossary
    k: int = 10
    as_of: date | None = None
    places: tuple[str, ...] = ()
    owner: str = ""

    @classmethod
    def open(cls, settings: Settings, k: int = 10) -> Self:
        """Make the retriever that the settings describe; the encoder is loaded with the first question."""
        index = open_index(settings)
        glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
        return cls(index=index, encoder=SentenceEncoder(settings.encoder), glossary=glossary, k=k)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
        k: int | None = None,
    ) -> list[Document]:
        asked = Question(query, self.as_of, self.places, owner=self.owner)
        edition = self.index.edition(self.owner)
        understander = Understander(self.glossary, self.encoder, edition.policies, date.today)
        hits = retrieve(understander.understand(asked, asked), edition, self.encoder, k or self.k)
        # References that the first passages follow stand after the last of them.
        return [_document(hit) for hit in hits[: k or self.k]]


def _document(hit: Hit) -> Document:
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "policy_id": hit.policy.id,
            "title": hit.policy.title,
            "jurisdiction": hit.policy.jurisdiction,
            "locator": hit.passage.locator,
            "page": hit.passage.page,
            "standing": hit.standing.value,
            "score": hit.score,
            "url": hit.policy.official_urls[0] if hit.policy.official_urls else "",
        },
    )
