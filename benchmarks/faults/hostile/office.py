"""Hostile office documents: styles in rings, numbers without end, cells as wide as the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.corpus.loading.docx_bytes import files, levels, make_docx, num, p, pack, style, table
from tests.corpus.loading.odf.odf_bytes import make_odt
from tests.corpus.loading.odf.odf_bytes import style as odf_style
from tests.corpus.loading.office.made import make_epub, make_pptx, run, shape

MB = 1_000_000
RULE = "A keeper of tokens must report a theft within five days."
RULE_P = p(RULE)
WIDE, RAISED = '<w:gridSpan w:val="200000000"/>', '<w:gridSpan w:val="²"/>'
NOTED = '<w:r><w:footnoteReference w:id="1"/></w:r>'
TWENTY = f"<text:p>{RULE}</text:p>"


def _numbered(form: str, start: str, level: str = "0") -> bytes:
    made = levels((form, "%1.%2.%9")).replace('w:start w:val="1"', f'w:start w:val="{start}"')
    return make_docx(p(RULE, numbers=f"1/{level}") * 3, numbering=made + num("1"))


def _of(kind: str, depth: int, inner: str) -> str:
    return f"<{kind}>" * depth + inner + f"</{kind}>" * depth


def _cell(properties: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{RULE_P}</w:tc>"


def _with(name: str, text: str) -> bytes:
    return pack(files(RULE_P) | {name: text})


DOCX: Mapping[str, Callable[[], str | bytes]] = {
    "styles-in-a-ring.docx": lambda: make_docx(
        p(RULE, style="A"), styles=style("A", '<w:basedOn w:val="B"/>') + style("B", '<w:basedOn w:val="A"/>')
    ),
    "a-chain-of-styles.docx": lambda: make_docx(
        p(RULE, style="s0"), styles="".join(style(f"s{n}", f'<w:basedOn w:val="s{n + 1}"/>') for n in range(50_000))
    ),
    "roman-1e12.docx": lambda: _numbered("upperRoman", "1000000000000"),
    "letters-4e10.docx": lambda: _numbered("lowerLetter", "40000000000"),
    "a-start-of-5000-digits.docx": lambda: _numbered("decimal", "9" * 5_000),
    "raised-start.docx": lambda: _numbered("decimal", "²"),
    "a-level-without-end.docx": lambda: _numbered("decimal", "1", "99999999999"),
    "a-level-below-none.docx": lambda: _numbered("chineseCounting", "-1", "-5"),
    "span-2e8.docx": lambda: make_docx(f"<w:tbl><w:tr>{_cell(WIDE)}</w:tr><w:tr>{_cell('')}</w:tr></w:tbl>"),
    "spans-of-words.docx": lambda: make_docx(f"<w:tbl><w:tr>{_cell(RAISED)}</w:tr></w:tbl>"),
    "merged-with-nothing.docx": lambda: make_docx(f"<w:tbl><w:tr>{_cell('<w:vMerge/>')}</w:tr></w:tbl>" + RULE_P),
    "tables-in-tables.docx": lambda: make_docx("<w:tbl><w:tr><w:tc>" * 80 + RULE_P + "</w:tc></w:tr></w:tbl>" * 80),
    "deep.docx": lambda: make_docx(_of("w:sdt", 5_000, RULE_P)),
    "rows.docx": lambda: make_docx(table(*[("a", "b")] * 60_000)),
    "columns.docx": lambda: make_docx(table(*[("a",) * 5_000] * 4)),
    "half-a-million-paragraphs.docx": lambda: make_docx("<w:p><w:r><w:t>a rule</w:t></w:r></w:p>" * 500_000),
    "elements-of-60-MB.docx": lambda: make_docx("<w:p><w:r/></w:p>" * 1_400_000),
    "one-run-of-30-MB.docx": lambda: make_docx(p("keeper " * 4_000_000)),
    "notes-of-themselves.docx": lambda: make_docx(
        p(RULE, '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes=f'<w:footnote w:id="1">{p(RULE, NOTED)}</w:footnote>',
    ),
    "notes.docx": lambda: make_docx(
        p(RULE, "<w:r><w:footnoteReference w:id='1'/></w:r>" * 50_000),
        footnotes=f'<w:footnote w:id="1">{RULE_P * 200}</w:footnote>',
    ),
    "lists-in-a-ring.docx": lambda: make_docx(
        p(RULE, numbers="1/0"),
        numbering='<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="A"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        styles=style("A", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering"),
    ),
    "equations.docx": lambda: make_docx(f"<w:p>{_of('m:oMath', 60, _of('m:r', 1, '<m:t>x</m:t>'))}</w:p>" * 3_000),
    "laughs.docx": lambda: _with(
        "word/document.xml",
        '<!DOCTYPE a [<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]><w:document>&a11;</w:document>",
    ),
    "linked-to-itself.docx": lambda: _with(
        "_rels/.rels",
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="../../_rels/.rels"/></Relationships>',
    ),
    "years-of-no-calendar.docx": lambda: _with(
        "docProps/core.xml",
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:created>0000-99-99T99:99:99Z</dcterms:created>'
        "<dcterms:modified>999999-01-01</dcterms:modified></cp:coreProperties>",
    ),
    "no-document.docx": lambda: pack({"word/document.xml/": "", "[Content_Types].xml": "<Types/>"}),
}
ODT: Mapping[str, Callable[[], str | bytes]] = {
    "spaces-2e9.odt": lambda: make_odt(f'<text:p>{RULE}<text:s text:c="2000000000"/>a</text:p>'),
    "spaces-of-words.odt": lambda: make_odt(f'<text:p>{RULE}<text:s text:c="²"/><text:s text:c="-9"/></text:p>'),
    "tabs.odt": lambda: make_odt(f"<text:p>{RULE}{'<text:tab/><text:line-break/>' * 300_000}</text:p>"),
    "styles-in-a-ring.odt": lambda: make_odt(
        f'<text:p text:style-name="A">{RULE}</text:p>',
        styles=odf_style("A", "", inner='style:parent-style-name="B"')
        + odf_style("B", "", inner='style:parent-style-name="A"'),
    ),
    "lists-in-lists.odt": lambda: make_odt(
        "<text:list><text:list-item>" * 110 + TWENTY + "</text:list-item></text:list>" * 110
    ),
    "a-start-of-1e12.odt": lambda: make_odt(
        f'<text:list><text:list-item text:start-value="1000000000000">{TWENTY}</text:list-item></text:list>' * 3
    ),
    "columns-2e9.odt": lambda: make_odt(
        '<table:table><table:table-column table:number-columns-repeated="2000000000"/><table:table-row '
        'table:number-rows-repeated="2000000000"><table:table-cell table:number-columns-repeated="2000000000">'
        f"{TWENTY}</table:table-cell></table:table-row></table:table>"
    ),
    "tables-in-tables.odt": lambda: make_odt(
        "<table:table><table:table-row><table:table-cell>" * 70
        + TWENTY
        + "</table:table-cell></table:table-row></table:table>" * 70
    ),
    "paragraphs.odt": lambda: make_odt("<text:p>a rule</text:p>" * 450_000),
    "one-span-of-30-MB.odt": lambda: make_odt(f"<text:p>{'keeper ' * 4_000_000}</text:p>"),
    "headings-of-no-level.odt": lambda: make_odt(
        f'<text:h text:outline-level="{"9" * 5_000}">A</text:h><text:h text:outline-level="²">B</text:h>{TWENTY}'
    ),
}
PPTX: Mapping[str, Callable[[], str | bytes]] = {
    "slides.pptx": lambda: make_pptx(*[shape(RULE)] * 15_000),
    "one-slide-often.pptx": lambda: _often(60_000),
    "groups-in-groups.pptx": lambda: make_pptx(_of("p:grpSp", 240, shape(RULE))),
    "groups-too-deep.pptx": lambda: make_pptx(_of("p:grpSp", 5_000, shape(RULE))),
    "span-2e8.pptx": lambda: make_pptx(
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc gridSpan='200000000' rowSpan='²'><a:txBody><a:p>"
        f"{run(RULE)}</a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    ),
    "a-start-of-1e12.pptx": lambda: make_pptx(
        shape(
            f'<a:pPr lvl="99999999999"><a:buAutoNum type="romanUcPeriod" startAt="1000000000000"/></a:pPr>{run(RULE)}'
        )
    ),
    "one-run-of-30-MB.pptx": lambda: make_pptx(shape("keeper " * 4_000_000)),
    "shapes.pptx": lambda: make_pptx(shape(RULE) * 60_000),
    "notes-of-notes.pptx": lambda: make_pptx(shape(RULE), notes=shape(RULE) * 20_000),
    "far-away.pptx": lambda: make_pptx(
        shape(RULE, more='hidden="²"')
        + f'<p:sp><p:spPr><a:xfrm><a:off x="{"9" * 5_000}" y="-²"/></a:xfrm></p:spPr></p:sp>'
    ),
}
EPUB: Mapping[str, Callable[[], str | bytes]] = {
    "one-page-often.epub": lambda: _spine('<itemref idref="p0"/>' * 100_000),
    "pages.epub": lambda: make_epub(*[f"<p>{RULE}</p>"] * 15_000),
    "deep.epub": lambda: make_epub("<div>" * 100_000),
    "a-page-that-climbs.epub": lambda: _spine(
        '<itemref idref="x"/><itemref idref="y"/><itemref idref="p0"/>',
        '<item id="x" href="../../../../etc/passwd" media-type="text/html"/>'
        '<item id="y" href="http://127.0.0.1:9/%00%ff" media-type="text/html"/>',
    ),
    "a-book-of-itself.epub": lambda: make_epub(
        f"<p>{RULE}</p>",
        more={"META-INF/container.xml": '<container><rootfile full-path="META-INF/container.xml"/></container>'},
    ),
    "no-book.epub": lambda: make_epub(f"<p>{RULE}</p>", more={"META-INF/container.xml": "<container/>"}),
    "a-page-of-90-MB.epub": lambda: make_epub("<p>keeper</p>" * 6_000_000),
    "a-title-of-5-MB.epub": lambda: make_epub(f"<p>{RULE}</p>", said=f"<dc:title>{'keeper ' * 700_000}</dc:title>"),
    "locked.epub": lambda: make_epub(
        f"<p>{RULE}</p>", more={"META-INF/encryption.xml": "<encryption><EncryptedData/></encryption>"}
    ),
    "dates.epub": lambda: make_epub(f"<p>{RULE}</p>", said="<dc:date>99999-99-99</dc:date>" * 100_000),
}


def _often(count: int) -> bytes:
    """Return a presentation that shows its only slide so many times."""
    return _replaced(
        make_pptx(shape(RULE)),
        "ppt/presentation.xml",
        "</p:sldIdLst>",
        '<p:sldId id="256" r:id="r1"/>' * count + "</p:sldIdLst>",
    )


def _spine(items: str, manifest: str = "") -> bytes:
    """Return a book whose spine has these items more."""
    made = make_epub(f"<p>{RULE}</p>")
    made = _replaced(made, "OPS/book.opf", "</spine>", f"{items}</spine>")
    return _replaced(made, "OPS/book.opf", "</manifest>", f"{manifest}</manifest>")


def _replaced(data: bytes, path: str, old: str, new: str) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    return pack(held | {path: held[path].replace(old, new)})
