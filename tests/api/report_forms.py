#!/usr/bin/env python3
"""Every report of the catalogue as it leaves the house: of the sample utility's last month, in three languages, on paper as pdftotext reads it – its name, its pages, every
figure that the page in the browser shows –, and as a workbook whose cells another reader opens: numbers are numbers in their form, names are texts, totals are those of the page.
Two lines per report."""
import collections
import datetime
import io
import json
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

from house import PASSWORD, ROOT, Client, Server, walk
from run import check

LANGUAGES = ("zh", "en", "ru")
WORDS = {language: json.loads((ROOT / f"lang/{language}.json").read_text()) for language in LANGUAGES}
GROUPED, POINT = {"zh": ",", "en": ",", "ru": " "}, {"zh": ".", "en": ".", "ru": ","}
FORMS = {"count": "0", "money": "#,##0.00", "energy": "#,##0.000", "volume": "#,##0.000", "power": "#,##0.000", "share": "#,##0.0", "energy_price": "#,##0.0000", "volume_price": "#,##0.0000"}
UNSAID = "—"
SIGNED = {"R06": ("report.signature.made", "report.signature.checked")}  # by whoever made it, and by whoever checked it
SHEETS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
TEXTS, BUILT_IN_FORMS = f"{{{SHEETS['m']}}}t", {"1": "0"}


class Year:
    def __init__(self, server):
        self.miller, first = Client(server), server.demo_password("miller")
        self.miller.sign_in("miller", first)
        check.that(self.miller.post("/session/password", {"old": first, "new": PASSWORD}).status == 200, "miller signs in")
        catalogue = self.miller.get("/reports")
        self.reports, self.today = catalogue["rows"], catalogue["today"]
        self.month = (datetime.date.fromisoformat(self.today).replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")

        self.taken = {}  # (number, language): page, paper, workbook

    def in_each_language(self, report, what_is_wrong):
        """What is wrong, by language; nothing of a language in which all is right."""
        found = {}
        for language in LANGUAGES:
            wrong = what_is_wrong(report["number"], language, *self.taken[report["number"], language])
            if wrong:
                found[language] = wrong
        return found


def taken(year):
    """All of them, of any period, in each form"""
    numbers = {report["number"] for report in year.reports}
    check.that(numbers >= {f"R{number:02}" for number in range(1, 23)} | {f"I{number:02}" for number in range(1, 18)}, "R01 to R22 and I01 to I17", sorted(numbers))
    some = {report["number"]: report["periods"] for report in year.reports if not report["insight"] and report["periods"] != ["day", "month", "year", "range"]}
    check.that(not some, "each report is made of any day, month, year and span of days", some)
    refused = []
    for language in LANGUAGES:
        year.miller.put("/session/language", {"language": language})
        for report in year.reports:
            address = f"/reports/{report['number']}?period={year.today if report['periods'] == ['day'] else year.month}"
            forms = [year.miller.get(address), *(year.miller.get(f"{address}&format={form}") for form in ("pdf", "xlsx"))]
            refused += [str(answer)[:200] for answer in forms if answer.status != 200]
            year.taken[report["number"], language] = forms
    check.that(not refused, "as a page, on paper and as a workbook, in three languages", refused)


def rows_and_totals(shown):
    """(names of a row, its figures); the totals have no names."""
    return [(row["shown"], row["cells"]) for row in shown["rows"]] + ([(None, shown["totals"])] if shown["totals"] else [])


# ---- paper


def in_words(cell, language):
    """A figure as the reader's language writes it."""
    whole, point, rest = str(cell).lstrip("-").partition(".")
    return ("-" if str(cell).startswith("-") else "") + f"{int(whole):,}".replace(",", GROUPED[language]) + (POINT[language] + rest if point else "")


def text_of(paper):
    """One line of it for each line of the paper, spaces as they are typed."""
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True).stdout.decode()
    return re.sub(r"[\u00a0\u202f]", " ", text).replace("\u22c5", "·")


def not_in(text, shown, language):
    """Figures of the page that are not on the paper as often, whole."""
    wanted = collections.Counter(in_words(cell, language) for _, cells in rows_and_totals(shown) for cell in cells if cell is not None)
    told = {figure: len(re.findall(rf"(?<![\d.,-]){re.escape(figure)}(?!\d|[.,]\d)", text)) for figure in wanted}
    return {figure: (told[figure], often) for figure, often in wanted.items() if told[figure] < often}


def day_in(name, language):
    """A day as the reader's language writes it."""
    day = datetime.date.fromisoformat(name)
    return {"zh": name, "ru": day.strftime("%d.%m.%Y"), "en": f"{day.day} {day.strftime('%b %Y')}"}[language]


def wrong_on_paper(number, language, shown, paper, _):
    text, wrong = text_of(paper.bytes), []
    name, pages = WORDS[language][f"report.{number}"], text.split("\f")[:-1]
    for at, page in enumerate(pages, 1):
        if f"{number} · {name}" not in page.split("\n")[0] or not re.search(rf"(?<!\d){at} ?/ ?{len(pages)}(?!\d)", page.rstrip().split("\n")[-1]):
            wrong.append(f"page {at} of {len(pages)}: {page[:80]} … {page.rstrip()[-60:]}")
    if shown["totals"] and WORDS[language]["report.total"] not in text:
        wrong.append("no line of totals")
    flat = " ".join(text.split())
    wrong += [name for row in shown["rows"][:20] for name in row["shown"] if re.fullmatch(r"\d{4}-\d\d-\d\d", name) and day_in(name, language) not in flat]
    wrong += [line["text"] for line in shown["checks"] if "".join(line["text"].split()) not in "".join(text.split())]
    wrong += [f"no line for: {word}" for word in SIGNED.get(number, ()) if not re.search(rf"{WORDS[language][word]} _+", flat)]
    if number not in SIGNED and "____" in flat:
        wrong.append("is to be signed")
    if (missing := not_in(text, shown, language)):
        wrong.append(missing)
    return wrong


def on_paper(year):
    """Paper, read by pdftotext"""
    for report in year.reports:
        wrong = year.in_each_language(report, wrong_on_paper)
        check.that(not wrong, f"{report['number']}: its name and page on every page, every figure of it whole", wrong)


# ---- workbooks


def sheet_of(book, page):
    """Rows of cells, each a text, or a number with its form."""
    parts = zipfile.ZipFile(io.BytesIO(book))
    styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
    own = {form.get("numFmtId"): form.get("formatCode") for form in styles.iterfind("m:numFmts/m:numFmt", SHEETS)}
    forms = [{**BUILT_IN_FORMS, **own}.get(style.get("numFmtId"), "General") for style in styles.iterfind("m:cellXfs/m:xf", SHEETS)]

    def cell_of(cell):
        if cell.get("t") == "inlineStr":
            return "".join(part.text or "" for part in cell.iter(TEXTS))
        value, form = float(cell.find("m:v", SHEETS).text), forms[int(cell.get("s", "0"))]
        if "yyyy" in form:  # a day or a moment: as the page has it
            moment = datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=round(value * 86_400))
            return moment.strftime("%Y-%m-%d %H:%M:%S" if "hh" in form else "%Y-%m-%d")
        return value, form

    sheet = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{page}.xml"))
    return [[cell_of(cell) for cell in row] for row in sheet.iterfind("m:sheetData/m:row", SHEETS)]


def as_typed(cell, unit):
    """As it shall stand in the workbook: text is for what is not said alone."""
    return UNSAID if cell is None else (float(cell), FORMS[unit])


def wrong_in_workbook(number, language, shown, _, book):
    head, *lines = sheet_of(book.bytes, 1)
    about, wrong = dict(row for row in sheet_of(book.bytes, 2) if len(row) == 2), []
    if head != shown["heads"] + [column["title"] for column in shown["columns"]]:
        wrong.append(("heads", head))
    units, wanted = [column["unit"] for column in shown["columns"]], rows_and_totals(shown)
    if len(lines) != len(wanted):
        return [*wrong, f"{len(lines)} rows, not {len(wanted)}"]
    for (names, cells), line in zip(wanted, lines):
        told, figures = line[:-len(units)], line[-len(units):]
        if figures != [as_typed(cell, unit) for cell, unit in zip(cells, units)]:
            wrong.append((names or "totals", figures, cells))
        told = [name if isinstance(name, str) else f"{name[0]:.{len(name[1].partition('.')[2])}f}" for name in told]  # figures in front of the figures
        if told != names if names is not None else told[:1] not in ([], [WORDS[language]["report.total"]]):
            wrong.append((names, told))
    said = (about.get("report"), about.get("name"), about.get("period"), *(about.get(line["name"]) for line in shown["checks"]))
    if said != (number, WORDS[language][f"report.{number}"], f"{shown['period']['from']}..{shown['period']['to']}", *(line["amount"] for line in shown["checks"])):
        wrong.append(said)
    return wrong


def in_workbooks(year):
    """Workbooks, read cell by cell"""
    for report in year.reports:
        wrong = year.in_each_language(report, wrong_in_workbook)
        check.that(not wrong, f"{report['number']}: heads, names, numbers in their form and totals are those of the page", wrong)


if __name__ == "__main__":
    Server.flags = ["--demo"]
    sys.exit(walk(check, Year, [taken, on_paper, in_workbooks]))
