"""Small OpenDocument files made by hand."""

from __future__ import annotations

from tests.corpus.loading.docx_bytes import pack

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
TEXT = "application/vnd.oasis.opendocument.text"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def make_odt(body: str, automatic: str = "", styles: str = "", manifest: str = "") -> bytes:
    """Return a text with this body; `automatic` are styles of its own, `styles` those of the styles part."""
    return _packed(f"<office:text>{body}</office:text>", TEXT, automatic, styles, manifest)


def make_ods(tables: str, automatic: str = "") -> bytes:
    """Return a spreadsheet with these tables."""
    return _packed(f"<office:spreadsheet>{tables}</office:spreadsheet>", SHEET, automatic, "", "")


def _packed(body: str, mime: str, automatic: str, styles: str, manifest: str) -> bytes:
    return pack(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f"<manifest:manifest {NAMES}>{manifest}</manifest:manifest>",
            "content.xml": (
                f"<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body>{body}</office:body></office:document-content>"
            ),
            "styles.xml": (
                f"<office:document-styles {NAMES}><office:styles>{styles}</office:styles></office:document-styles>"
            ),
        }
    )


def style(name: str, properties: str, family: str = "text", inner: str = "") -> str:
    """Write a style with the attributes of its letters."""
    return (
        f'<style:style style:name="{name}" style:family="{family}" {inner}>'
        f"<style:text-properties {properties}/></style:style>"
    )


def span(name: str, text: str) -> str:
    """Write a span of a style."""
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def levels(*forms: tuple[str, str, str], display: bool = False) -> str:
    """Write the levels of a numbered list, each a form, what stands before and what behind the number."""
    return "".join(
        f'<text:list-level-style-number text:level="{depth}" style:num-format="{form}" style:num-prefix="{before}" '
        f'style:num-suffix="{behind}" {f"""text:display-levels="{depth}" """ if display else ""}/>'
        for depth, (form, before, behind) in enumerate(forms, 1)
    )


def items(*texts: str, style: str = "", more: str = "") -> str:
    """Write a list; an item that is markup is taken as it is."""
    inner = "".join(
        f"<text:list-item>{text if text.startswith('<') else f'<text:p>{text}</text:p>'}</text:list-item>"
        for text in texts
    )
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {more}>{inner}</text:list>"
