#!/usr/bin/env python3
"""What one more thing costs: copies the tree, adds each thing of THINGS – its own files and its lines in a list –, counts by git what
that touched, builds the copy once and uses everything that was added. Fails when a thing needs more than its own files and its line in one
list, when its page does not tell what was done here, or when what was added does not work.

    tests/house/house.py         all of it, in build/house
    tests/house/house.py table   prints the table of docs/add-anything.md"""
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOUSE = ROOT / "build/house"
TREE = HOUSE / "tree"
PAGE = "docs/add-anything.md"
DICTIONARIES = ("lang/en.json", "lang/zh.json", "lang/ru.json")
KEPT = {"build", ".git", "web/node_modules", "script/node/node_modules"}  # of the copy, from one run to the next


class Thing:
    """`lines`: file of the list, a piece of the line behind which they go, the lines. `made`: what makes own files that nobody would write
    by hand. Own files otherwise stand in tests/house/<name>/added, where they belong in the tree. `words`: what people read, key to the text in
    English, Chinese and Russian, in the three dictionaries."""

    def __init__(self, name, what, page, lines=(), made=None, words=None):
        self.name, self.what, self.page, self.lines, self.made, self.words = name, what, page, lines, made, words or {}

    def added(self):
        folder = HERE / self.name / "added"
        return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}

    def own(self):
        return self.added() | (self.made() if self.made else {})

    def line_count(self):
        return sum(len(new) for _, _, new in self.lines)


def in_brackets():
    """A language that shows which text is not translated: the English one, in brackets."""
    texts = json.loads(((TREE if TREE.is_dir() else ROOT) / "lang/en.json").read_text())
    return {"lang/qp.json": json.dumps({key: f"[{text}]" for key, text in texts.items()}, ensure_ascii=False, indent=1) + "\n"}


THINGS = [
    Thing("register", "a register: a kind of row with its list, page and form", "docs/add-a-register.md",
          [("src/books/kinds.h", '#include "books/rows/office/clock.h"', ['#include "books/rows/field/inspection.h"']),
           ("src/books/kinds.h", "using RegisterKinds = Kinds<", ["                            Inspection,"])],
          words={"page.inspections": ("Inspections", "表计巡视", "Осмотры счётчиков"),
                 "column.inspector": ("Inspector", "巡视人", "Осмотрел"),
                 "column.seal": ("Seal", "封印", "Пломба"),
                 "seal.whole": ("whole", "完好", "цела"),
                 "seal.broken": ("broken", "破损", "сорвана")}),
    Thing("model", "a meter model of a known family", "docs/add-a-model.md",
          [("src/models/all.cpp", '#include "models/dtsy1352.h"', ['#include "models/house100.h"']),
           ("src/models/all.cpp", "    &dds1352,", ["    &house100,"])]),
    Thing("report", "a report of sales or money", "docs/add-a-report.md",
          [("src/collect/report/reports.cpp", '#include "collect/report/declared/r13.h"', ['#include "collect/report/declared/r50.h"']),
           ("src/collect/report/reports.cpp", "    &r13,", ["    &r50,"])]),
    Thing("plan", "a price plan, of any commodity", "docs/add-a-tariff.md"),
    Thing("charge", "a kind of charge", "docs/add-a-charge.md",
          [("src/sell/tariff/plan/charge_kinds.cpp", '#include "sell/tariff/plan/charges/per_day.h"', ['#include "sell/tariff/plan/charges/per_hundred.h"']),
           ("src/sell/tariff/plan/charge_kinds.cpp", "    &per_unit,", ["    &per_hundred,"])],
          words={"plan.charge.per_hundred": ("{amount} for each started 100 of {of}", "{of}每满100（不足按100计）收{amount}", "{amount} за каждые начатые 100 от: {of}"),
                 "plan.charge_kind.per_hundred": ("for each started hundred", "每百元（不足按百元计）", "за каждую начатую сотню")}),
    Thing("card", "a family of cards", "docs/add-a-card.md",
          [("src/carry/cards/all.cpp", '#include "carry/cards/key_cards/family.h"', ['#include "carry/cards/house_card.h"']),
           ("src/carry/cards/all.cpp", "      &user_card_family,", ["      &house_card_family,"])]),
    Thing("protocol", "a protocol of meters' lines", "docs/add-a-protocol.md",
          [("src/carry/lines/all.cpp", '#include "carry/lines/dlt645.h"', ['#include "carry/lines/house_line.h"']),
           ("src/carry/lines/all.cpp", "      &dlt645_2007,", ["      &house_line,"])]),
    Thing("products", "a scheme, here of that card and that protocol", "docs/add-a-scheme.md",
          [("src/schemes/all.cpp", '#include "schemes/fee_control_line.h"', ['#include "schemes/house_products.h"']),
           ("src/schemes/all.cpp", "    &fee_control_line,", ["    &house_products,"])],
          words={"scheme.house_products": ("Card and line of the house", "试验卡与试验线路", "Карта и линия для испытаний")}),
    Thing("scheme", "a scheme of another unit, here cubic metres", "docs/add-a-scheme.md",
          [("src/schemes/all.cpp", '#include "schemes/house_products.h"', ['#include "schemes/house_water.h"']),
           ("src/schemes/all.cpp", "    &house_products,", ["    &house_water,"])],
          words={"scheme.house_water": ("Water by the cubic metre", "按立方米售水", "Вода в кубометрах")}),
    Thing("language", "a language", "docs/add-a-language.md",
          [("web/src/words/languages.ts", "code: 'ru'", ["  { code: 'qp', name: '[English]', short: 'QP', tag: 'en', texts: () => import('../../../lang/qp.json'), locale: () => import('antd/es/locale/en_GB') },"])],
          made=in_brackets),
]


class Failed(Exception):
    pass


def run(command, where=TREE, quiet=False):
    if not quiet:
        print(f"$ {command}", flush=True)
    done = subprocess.run(command, shell=isinstance(command, str), cwd=where, capture_output=quiet, text=True)
    if done.returncode != 0:
        raise Failed(f"{command}: {done.stdout or ''}{done.stderr or ''}")
    return done.stdout


def sources():
    """Of the tree as it stands here, committed or not."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.splitlines() if (ROOT / name).is_file()]


def is_kept(path):
    return any(path == kept or path.startswith(kept + "/") for kept in KEPT)


def copied():
    """Copies what is new, with its time: what a former run built is built no second time."""
    TREE.mkdir(parents=True, exist_ok=True)
    wanted = set(sources())
    for path in sorted(TREE.rglob("*"), reverse=True):
        name = path.relative_to(TREE).as_posix()
        if not is_kept(name) and (path.is_file() or path.is_symlink()) and name not in wanted:
            path.unlink()
    for name in wanted:
        here, there = ROOT / name, TREE / name
        if not there.is_file() or there.stat().st_mtime_ns != here.stat().st_mtime_ns:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(here, there)
    shutil.rmtree(TREE / ".git", ignore_errors=True)
    run("git init -q . && git config user.name house && git config user.email house@localhost && git config core.autocrlf false", quiet=True)
    run("git add -A && git commit -q -m before", quiet=True)


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def add(thing):
    for name, text in thing.own().items():
        if (TREE / name).exists():
            raise Failed(f"{thing.what}: {name} is there already")
        put(TREE / name, text)
    for name, behind, new in thing.lines:
        lines = (TREE / name).read_text().splitlines()
        places = [at for at, line in enumerate(lines) if behind in line]
        if len(places) != 1:
            raise Failed(f"{thing.what}: {name} has {len(places)} lines with {behind!r}")
        lines[places[0] + 1:places[0] + 1] = new
        put(TREE / name, "\n".join(lines) + "\n")
    for key, texts in thing.words.items():
        run(["script/words", "add", key, *texts], quiet=True)


def touched(thing):
    """(files of its own, lines in lists, lines in dictionaries), as git sees them."""
    run("git add -A", quiet=True)
    rows = [row.split("\t") for row in run("git diff --cached --numstat", quiet=True).splitlines()]
    run(f"git commit -q --allow-empty -m '{thing.name}'", quiet=True)
    own = [name for _, _, name in rows if name in thing.own()]
    read = [name for _, _, name in rows if name in DICTIONARIES]
    lists = {name: (int(more), int(less)) for more, less, name in rows if name not in thing.own() and name not in read}
    return own, lists, {name: (int(more), int(less)) for more, less, name in rows if name in read}


def is_an_include(line):
    return line.startswith("#include") or line.startswith("import ")


def lawful(thing, own, lists, read):
    """Own files, and one line in one list – beside it the include that it needs; what people read in each dictionary."""
    words = [line for _, _, new in thing.lines for line in new if not is_an_include(line)]
    includes = thing.line_count() - len(words)
    if sorted(own) != sorted(thing.own()):
        raise Failed(f"{thing.what}: its own files are {own}")
    if len(lists) > 1 or len(words) > 1 or includes > 1:
        raise Failed(f"{thing.what} costs {lists}: one list, one line and its include are allowed")
    if read != ({name: (len(thing.words), 0) for name in DICTIONARIES} if thing.words else {}):
        raise Failed(f"{thing.what} changes the dictionaries by {read}")
    for name, (more, less) in lists.items():
        if less or more != thing.line_count():
            raise Failed(f"{thing.what} changes {name} by +{more} -{less} lines")


def told(thing):
    """Its page names its files here and shows them and its lines as they are."""
    page = ROOT / thing.page
    text = page.read_text() if page.is_file() else ""
    for name, content in thing.added().items():
        if f"tests/house/{thing.name}/added/{name}" not in text or content.strip() not in text:
            raise Failed(f"{thing.page} does not show tests/house/{thing.name}/added/{name} as it is")
    for key, texts in thing.words.items():
        if key not in text or any(word not in text for word in texts):
            raise Failed(f"{thing.page} does not show what people read: {key}")
    if f"tests/house/{thing.name}/use.cpp" not in text:
        raise Failed(f"{thing.page} does not name tests/house/{thing.name}/use.cpp")
    for name, _, new in thing.lines:
        for line in new:
            if name not in text or line.strip() not in text:
                raise Failed(f"{thing.page} does not show the line of {name}: {line.strip()}")


def table():
    rows = ["| new thing | its own files | lists touched | lines there | told in |", "|---|---|---|---|---|"]
    for thing in THINGS:
        lists = {name for name, _, _ in thing.lines}
        words = thing.line_count()
        where = [f'`{name}`' for name in sorted(lists)] + ([f'the dictionaries ({len(thing.words)} text)'] if thing.words else [])
        rows.append(f"| {thing.what} | {len(thing.own())} | {', '.join(where) or 'none'} | {words} | [{pathlib.Path(thing.page).stem}]({pathlib.Path(thing.page).name}) |")
    return "\n".join(rows)


def console():
    """The console with the language that was added, by the packages that the console here has."""
    if not (ROOT / "web/node_modules").is_dir():
        run("../script/with_node npm ci --no-audit --no-fund --loglevel=error", ROOT / "web")
    here = TREE / "web/node_modules"
    if not here.exists():
        here.symlink_to(ROOT / "web/node_modules")
    node = TREE / "script/node/node_modules"
    if (ROOT / "script/node/node_modules").is_dir() and not node.exists():
        node.symlink_to(ROOT / "script/node/node_modules")
    run("npm run --silent build", TREE / "web")
    built = "".join(path.read_text(errors="ignore") for path in (TREE / "web/dist/assets").glob("*.js"))
    if "[English]" not in built or "[Type an amount.]" not in built:
        raise Failed("the console does not speak the language that was added")


def used():
    run("script/build house kwota_house")
    run("build/house/tests/house/kwota_house --gtest_brief=1")
    run("python3 script/house_check.py && script/words check")
    console()


def main():
    if sys.argv[1:] == ["table"]:
        print(table())
        return
    if sys.argv[1:]:
        raise Failed(__doc__)
    copied()
    for thing in THINGS:
        add(thing)
        own, lists, read = touched(thing)
        lawful(thing, own, lists, read)
        told(thing)
        print(f"{thing.what}: {len(own)} of its own, {', '.join(f'{name} +{more}' for name, (more, _) in lists.items()) or 'no list'}", flush=True)
    if table() not in (ROOT / PAGE).read_text():
        raise Failed(f"{PAGE} has another table than this: \n{table()}")
    used()


try:
    main()
except Failed as why:
    sys.exit(f"FAILED: {why}")
