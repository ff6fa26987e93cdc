"""A button that puts a text on the clipboard: Streamlit 1.67 has one only in code blocks, shown to a mouse alone.

The text is handed over as data and never becomes markup or script; script and style below are all that runs.
"""

from __future__ import annotations

import streamlit as st

from ui.language import say

_CSS = """
button {
  font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: var(--st-background-color);
  border: none; border-radius: var(--st-button-radius); padding: 0 0.5rem; min-height: 2rem; cursor: pointer;
  display: flex; align-items: center; gap: 0.375rem;
}
button::before {
  content: ""; width: 0.625rem; height: 0.75rem; border: 1.5px solid currentColor; border-radius: 2px;
  box-shadow: 3px -3px 0 -1.5px var(--st-background-color), 3px -3px 0 0 currentColor; margin: 3px 3px 0 0;
}
button:hover { color: var(--st-primary-color); }
@media (max-width: 640px) { button { min-height: 2.75rem; } }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
"""
# Away from HTTPS and localhost a browser has no `navigator.clipboard`; the older way still works there.
_SCRIPT = """
function older(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.appendChild(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    return older(text);
  }
}
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = async () => {
    button.textContent = (await copied(data.text)) ? data.done : data.failed;
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
}
"""
_component = st.components.v2.component(
    "copy_button", html='<button type="button" aria-live="polite"></button>', css=_CSS, js=_SCRIPT
)


def copy_button(label: str, text: str, key: str) -> None:
    """Draw a button that copies a text, and says for two seconds whether it did."""
    words = {
        "label": label,
        "text": text,
        "done": say("Copied"),
        "failed": say("The browser does not allow copying"),
    }
    # Streamlit takes two underscores in a key for a mark of its own, and ids of answers may hold some.
    _component(data=words, key=key.replace("_", "-"), width="content")
