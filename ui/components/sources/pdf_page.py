"""The page of a user's PDF with the cited paragraph, as a picture with the quote marked, and the pages around it."""

from __future__ import annotations

import streamlit as st

from assistant.answers.records import Hit
from corpus.errors import AssistantError
from corpus.loading.pdf.pictures import first_page, page_image
from ui.components.sources.prose import plain
from ui.language import say
from ui.services import own_pdf


def page_of(hit: Hit, quotes: tuple[str, ...], key: str) -> None:
    """Draw the page of a hit; nothing for what is no own PDF, and one line where the page cannot be drawn."""
    passage = hit.passage
    if passage.page is None:
        return
    try:
        if (path := own_pdf(hit.policy.id)) is None:
            return
        begins = first_page(path, quotes, range(passage.page, (passage.page_end or passage.page) + 1))
        shown = page_image(path, begins, quotes)
        turned = st.pagination(shown.pages, default=begins, max_visible_pages=3, key=f"{key}-page")
        if turned != begins:
            shown = page_image(path, turned, quotes)
    except AssistantError as error:
        st.caption(plain(str(error)))
        return
    words = say("Page {page} of {pages}", page=shown.number, pages=shown.pages)
    st.image(shown.png, caption=words, width="stretch")
