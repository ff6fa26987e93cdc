"""The vocabularies in which states publish their laws as XML: what each element is to a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FOOTNOTE, MARGIN, SOURCE = "footnote", "margin note", "source note"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The roles of elements by their local names; what is named nowhere is part of the line that it stands in.

    `provisions` and `attachments` map an element to what people call it; `roles` names the attribute that says so
    instead. `notes` map an element to what kind of note it holds, `places` one to the name of the place that it is.
    """

    divisions: frozenset[str]
    provisions: Mapping[str, str]
    steps: frozenset[str]
    blocks: frozenset[str]
    numbers: frozenset[str]
    headings: frozenset[str]
    skipped: frozenset[str]
    quoted: frozenset[str]
    notes: Mapping[str, str]
    roles: str = ""
    attachments: Mapping[str, str] = field(default_factory=dict)
    cross_headings: frozenset[str] = frozenset()
    definitions: frozenset[str] = frozenset()
    recitals: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()  # around the number and the heading of a division
    tables: frozenset[str] = frozenset({"table"})
    form: str = "{}"  # how a bare number of a step is shown
    counted: bool = True  # whether a schedule's paragraphs are cited by that name: `Schedule 1, para 2`


AKOMA_NTOSO = Vocabulary(
    divisions=_names("part chapter title book tome division subdivision subpart subchapter subtitle attachment doc"),
    provisions={"section": "Section", "article": "Article", "rule": "Rule", "hcontainer": ""},
    steps=_names(
        "subsection paragraph subparagraph clause subclause point indent alinea item sublist level transitional "
        "proviso subrule"
    ),
    blocks=_names(
        "akomaNtoso act bill statement doc documentCollection collectionBody amendmentList p block content intro "
        "wrapUp wrap "
        "listIntroduction listWrapUp listConclusion blockContainer tblock preface preamble recitals recital body "
        "mainBody conclusions longTitle formula container citations citation blockList list quotedStructure foreign "
        "components attachments coverPage header signature embeddedStructure"
    ),
    numbers=_names("num"),
    headings=_names("heading subheading"),
    skipped=_names("meta toc coverPage componentRef"),
    quoted=_names("quotedStructure embeddedStructure"),
    notes={"authorialNote": FOOTNOTE},
    roles="name",
    attachments={"schedule": "Schedule", "annex": "Annex", "appendix": "Appendix"},
    cross_headings=_names("crossHeading"),
    recitals=_names("recital"),
    places={"preamble": "Preamble", "conclusions": "Closing formula"},
)
USLM = Vocabulary(
    divisions=_names(
        "title subtitle chapter subchapter part subpart division subdivision preliminary appendix schedule "
        "reorganizationPlan courtRule compiledAct"
    ),
    provisions={"section": "Sec.", "article": "Article"},
    steps=_names("subsection paragraph subparagraph clause subclause item subitem subsubitem level listItem"),
    blocks=_names(
        "uscDoc lawDoc pLaw bill resolution statuteCompilation statutesAtLarge amendment main preface content chapeau "
        "continuation p longTitle "
        "enactingFormula resolvingClause action quotedContent legislativeHistory signatures officialTitle docTitle "
        "preamble recital list block layout row column appendix headingText figure heading num text proviso "
        "quotedBlock schedules statement header organizationNote authority"
    ),
    numbers=_names("num"),
    headings=_names("heading subheading"),
    skipped=_names("meta toc page centerRunningHead runningHead endMarker slugLine img coverText"),
    quoted=_names("quotedContent quotedBlock"),
    notes={
        "sidenote": MARGIN, "footnote": FOOTNOTE, "sourceCredit": SOURCE, "note": "note", "statutoryNote": "note",
        "editorialNote": "note", "notes": "note",
    },
    attachments={"schedule": "Schedule", "appendix": "Appendix"},
    cross_headings=_names("crossHeading"),
    places={"legislativeHistory": "Legislative history", "action": "Approval"},
    counted=False,
)  # fmt: skip
HKLM = Vocabulary(
    divisions=_names("part division subdivision schedule chapter subchapter"),
    provisions={"section": "Section", "article": "Article", "rule": "Rule"},
    steps=_names("subsection paragraph subparagraph subsubparagraph subsubsubparagraph clause item level"),
    blocks=_names(
        "lawDoc ordinance subLeg act constitution instrument main content leadIn continued continuation def longTitle "
        "docTitle enactingFormula commencementNote preamble text form p list block body header proviso signature "
        "sourceNoteBlock formula quotedContent center heading num"
    ),
    numbers=_names("num"),
    headings=_names("heading subheading"),
    skipped=_names("meta toc marker img"),
    quoted=_names("quotedContent"),
    notes={"sourceNote": SOURCE, "editorialNote": SOURCE, "note": "note", "footnote": FOOTNOTE},
    roles="role",
    attachments={"schedule": "Schedule"},
    cross_headings=_names("crossHeading"),
    definitions=_names("def"),
    places={"preamble": "Preamble", "commencementNote": "Commencement", "enactingFormula": "Enacting formula"},
)
FORMEX = Vocabulary(
    divisions=_names("DIVISION ANNEX CONS.ANNEX GR.SEQ"),
    provisions={"ARTICLE": "Article"},
    steps=_names("PARAG NP"),
    blocks=_names(
        "ACT CONS.ACT CONS.DOC CONS.DOC.GEN GENERAL P ALINEA TXT LIST ITEM CONSID VISA PREAMBLE PREAMBLE.INIT "
        "PREAMBLE.FINAL GR.VISA GR.CONSID GR.CONSID.INIT ENACTING.TERMS FINAL SIGNATURE PL.DATE SIGNATORY CONTENTS "
        "QUOT.S TITLE TI STI DLIST DLIST.ITEM TERM DEFINITION SUBDIV"
    ),
    numbers=_names("TI.ART NO.PARAG NO.P TI"),
    headings=_names("STI.ART STI"),
    skipped=_names("BIB.INSTANCE BIB.DATA TOC INCL.ELEMENT FAM.COMP GR.MOD.ACT INFO.CONSLEG INFO.PROD"),
    quoted=_names("QUOT.S"),
    notes={"NOTE": FOOTNOTE},
    attachments={"ANNEX": "Annex", "CONS.ANNEX": "Annex"},
    recitals=_names("CONSID"),
    places={"PREAMBLE": "Preamble", "FINAL": "Closing formula"},
    titles=_names("TITLE"),
    tables=frozenset({"TBL"}),
    counted=False,
)
CLML = Vocabulary(
    divisions=_names("Group Part Chapter Pblock PsubBlock Schedule P1group P2group P3group EUPart EUTitle EUChapter"),
    provisions={"P1": "Section"},
    steps=_names("P1 P2 P3 P4 P5 P6 P7"),
    blocks=_names(
        "Legislation Primary Secondary PrimaryPrelims SecondaryPrelims Body Schedules ScheduleBody LongTitle Title "
        "Number DateOfEnactment DateText EnactingText PrimaryPreamble SecondaryPreamble IntroductoryText Para P1para "
        "P2para P3para P4para P5para P6para P7para P Text BlockText BlockAmendment ListItem OrderedList UnorderedList "
        "KeyList KeyListItem Key TitleBlock Reference SignedSection Signatory Signee ExplanatoryNotes Form Appendix "
        "MadeDate LaidDate ComingIntoForce ComingIntoForceClauses Tabular SubjectInformation Subject"
    ),
    numbers=_names("Pnumber Number"),
    headings=_names("Title Subtitle"),
    skipped=_names(
        "Metadata Contents Commentaries Commentary CommentaryRef Resources Versions Footnotes FootnoteRef MarginNotes "
        "MarginNoteRef EarlierOrders"
    ),
    quoted=_names("BlockAmendment"),
    notes={},
    attachments={"Schedule": "Schedule"},
    definitions=_names("ListItem"),
    titles=_names("TitleBlock"),
    form="({})",
)
