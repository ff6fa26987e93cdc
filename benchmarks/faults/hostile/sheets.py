"""Hostile sheets: rows that are far away, cells that repeat, formats that never end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.corpus.loading.docx_bytes import pack
from tests.corpus.loading.odf.odf_bytes import TEXT, make_ods
from tests.corpus.loading.sheets.books import MAIN, OFFICE, parts

MB = 1_000_000
WORDS = "A keeper must report a theft"
HEAD = (
    "<row r='1'><c r='A1' t='inlineStr'><is><t>Place</t></is></c><c r='B1' t='inlineStr'><is><t>Fee</t></is></c></row>"
)
SHARED, MERGED = '<c t="s"><v>0</v></c>', '<mergeCell ref="A1:CV2000"/>'
HIDDEN = '<col min="1" max="16384" hidden="1"/>'
ROW = "<row r='2'><c r='A2' t='inlineStr'><is><t>Japan</t></is></c><c r='B2'><v>7</v></c></row>"


def _sheet(rows: str, more: str = "", before: str = "") -> str:
    return f"<worksheet xmlns='{MAIN}'>{before}<sheetData>{rows}</sheetData>{more}</worksheet>"


def _book(rows: str, more: str = "", before: str = "", **others: str) -> bytes:
    """Return a workbook of one sheet; `others` are its styles and sharedStrings."""
    made = parts(_sheet(HEAD + ROW + rows, more, before))
    links = "".join(f'<Relationship Id="x{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in others)
    path = "xl/_rels/workbook.xml.rels"
    made[path] = made[path].replace("</Relationships>", f"{links}</Relationships>")
    return pack(made | {f"xl/{name}.xml": text for name, text in others.items()})


def _format(code: str, value: str) -> bytes:
    styles = (
        f"<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='170' formatCode='{code}'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/></cellXfs></styleSheet>"
    )
    return _book(f"<row r='3'><c r='A3' s='1'><v>{value}</v></c><c r='B3' s='99'><v>1</v></c></row>", styles=styles)


def _cell(attributes: str, text: str = "7") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def _rows(inner: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{inner}</table:table-row>"


def _table(rows: str) -> bytes:
    head = _rows(_cell("", "Place") + _cell("", "Fee")) + _rows(_cell("", "Japan") + _cell(""))
    return make_ods(f'<table:table table:name="S">{head}{rows}</table:table>')


REPEATED = 'table:number-columns-repeated="2000000000"'
XLSX: Mapping[str, Callable[[], str | bytes]] = {
    "row-2e9.xlsx": lambda: _book("<row r='2000000000'><c r='A2000000000'><v>1</v></c></row>"),
    "cell-of-no-column.xlsx": lambda: _book("<row r='3'><c r='ZZZZZZZ3'><v>1</v></c><c r='3A'><v>1</v></c></row>"),
    "rows-of-words.xlsx": lambda: _book("<row r='²'><c r='A²'><v>²</v></c></row><row r='-1'/><row r='1e9'/>"),
    "rows-backwards.xlsx": lambda: _book("".join(f"<row r='{n}'><c><v>1</v></c></row>" for n in range(30_000, 0, -1))),
    "rows-of-500-MB.xlsx": lambda: _book("<row/>" * 9_000_000),
    "columns.xlsx": lambda: _book(f"<row r='3'>{'<c><v>1</v></c>' * 16_384}</row>" * 20),
    "cells.xlsx": lambda: _book(f"<row>{'<c><v>1</v></c>' * 20}</row>" * 40_000),
    "shared-without-end.xlsx": lambda: _book(
        "<row r='3'><c r='A3' t='s'><v>99999999</v></c><c r='B3' t='s'><v>-7</v></c><c t='s'><v>²</v></c></row>",
        sharedStrings=f"<sst xmlns='{MAIN}'><si><t>a</t></si></sst>",
    ),
    "one-shared-text-often.xlsx": lambda: _book(
        f"<row>{SHARED * 10}</row>" * 5_000,
        sharedStrings=f"<sst xmlns='{MAIN}'><si><t>{'keeper ' * 100_000}</t></si></sst>",
    ),
    "merged-all.xlsx": lambda: _book("", "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"),
    "merged-often.xlsx": lambda: _book("", f"<mergeCells>{MERGED * 5_000}</mergeCells>"),
    "merged-with-nothing.xlsx": lambda: _book("", "<mergeCells><mergeCell ref='B9:A1'/><mergeCell/></mergeCells>"),
    "a-format-of-1-MB.xlsx": lambda: _format("0" * MB, "1234567"),
    "a-format-of-conditions.xlsx": lambda: _format("[&gt;1]0;" * 20_000, "7"),
    "a-format-of-quotes.xlsx": lambda: _format("&quot;" * 30_001 + "yyyy[h]\\", "44000"),
    "a-day-of-no-calendar.xlsx": lambda: _format("yyyy-mm-dd", "1e308"),
    "a-day-before-all.xlsx": lambda: _format("d mmm yyyy h:mm", "-99999999999"),
    "not-a-number.xlsx": lambda: _format("0.00%", "NaN"),
    "a-figure-of-a-million-digits.xlsx": lambda: _format("#,##0", "9" * MB),
    "decimals-without-end.xlsx": lambda: _format(f"0.{'0' * 30_000}E+00", "1e-300"),
    "columns-of-columns.xlsx": lambda: _book("", before=f"<cols>{HIDDEN * 20_000}</cols>"),
    "a-column-2e9.xlsx": lambda: _book("", before="<cols><col min='²' max='2000000000' hidden='1'/></cols>"),
    "a-sheet-of-itself.xlsx": lambda: pack(
        {name: text.replace("worksheets/sheet1.xml", "workbook.xml") for name, text in parts(_sheet(HEAD)).items()}
    ),
    "sheets.xlsx": lambda: pack(
        {
            name: text.replace("</sheets>", '<sheet name="S" r:id="r1"/>' * 8_000 + "</sheets>")
            for name, text in parts(_sheet(HEAD + ROW)).items()
        }
    ),
    "no-sheets.xlsx": lambda: pack(
        {name: text.replace('r:id="r1"', 'r:id="nothing"') for name, text in parts(_sheet(HEAD)).items()}
    ),
    "formulas.xlsx": lambda: _book(f"<row r='3'><c r='A3'><f>{'SUM(' * 100_000}</f></c></row>" * 5),
}
ODS: Mapping[str, Callable[[], str | bytes]] = {
    "rows-2e9.ods": lambda: _table(_rows(_cell(""), 'table:number-rows-repeated="2000000000"')),
    "columns-2e9.ods": lambda: _table(_rows(_cell(REPEATED))),
    "both-2e9.ods": lambda: _table(_rows(_cell(REPEATED), 'table:number-rows-repeated="2000000000"')),
    "spans-2e9.ods": lambda: _table(
        _rows(_cell('table:number-columns-spanned="2000000000" table:number-rows-spanned="2000000000"')) * 3
    ),
    "repeats-of-words.ods": lambda: _table(
        _rows(_cell('table:number-columns-repeated="²"'))
        + _rows(_cell('table:number-columns-repeated="-4"'), 'table:number-rows-repeated="a"')
    ),
    "repeats-often.ods": lambda: _table(_rows(_cell('table:number-columns-repeated="1000"') * 200) * 20),
    "rows-often.ods": lambda: _table(_rows(_cell("") * 3, 'table:number-rows-repeated="900"') * 300),
    "spaces-2e9.ods": lambda: _table(_rows(_cell("", 'a<text:s text:c="2000000000"/>b'))),
    "tables-in-tables.ods": lambda: _table(
        _rows(
            "<table:table-cell><table:table><table:table-row>" * 60
            + "</table:table-row></table:table></table:table-cell>" * 60
        )
    ),
    "values-of-no-kind.ods": lambda: _table(
        _rows(
            _cell('office:value-type="float" office:value="1e999"')
            + _cell('office:value-type="date" office:date-value="99999-99-99"')
        )
        * 50
    ),
    "a-text-inside.ods": lambda: pack({"mimetype": TEXT, "content.xml": "<x/>"}),
}
CSV: Mapping[str, Callable[[], str | bytes]] = {
    "columns.csv": lambda: ",".join(f"c{n}" for n in range(200_000)) + "\n" + ",".join("1" * 200_000),
    "rows.csv": lambda: "Place,Fee\n" + "Japan,7\n" * 500_000,
    "an-open-quote.csv": lambda: 'Place,Fee\nJapan,"' + "a,b\n" * 2_000_000,
    "a-cell-of-15-MB.csv": lambda: f"Place,Fee\nJapan,{'keeper ' * 2_000_000}\n",
    "ragged.csv": lambda: "Place,Fee\n" + "".join("a," * (n % 500) + "\n" for n in range(20_000)),
    "nulls.csv": lambda: b"Place,Fee\nJapan\0,7\0\n" * 1_000,
    "commas.csv": lambda: "," * 5 * MB,
    "empty-rows.csv": lambda: "Place,Fee\n" + "\n" * 2 * MB + "Japan,7\n",
    "heads.csv": lambda: ",".join(["Place"] * 5_000) + "\n" + (",".join(["a"] * 5_000) + "\n") * 100,
    "formulas.csv": lambda: "Place,Fee\n=cmd|' /C calc'!A1,+7\n@SUM(1),-3\n",
    "utf-16-odd.csv": lambda: b"\xff\xfe" + "Place,Fee\nJapan,7\n".encode("utf-16-le") + b"\0",
    "quotes.csv": lambda: "Place,Fee\n" + '""",' * 500_000,
    "all-separators.tsv": lambda: "Place\tFee;a|b,c\n" + "Japan;7\t|,\n" * 5_000,
    "figures-without-end.csv": lambda: f"Place,Fee\nJapan,{'9' * MB}\nMalta,1e99999\nPeru,NaN\n",
}
