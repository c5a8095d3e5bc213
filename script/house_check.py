#!/usr/bin/env python3
"""The plan of the house, checked in the sources: each include against its room's USES, the size of files, words that
gave way, what only one room may say. How long a function is, nobody counts. cmake/house.cmake checks the rooms; this checks every line."""
import functools
import json
import pathlib
import re
import subprocess
import sys

import described_words

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES_MAX = 500  # a file that is longer tells two stories
SAYS = {  # pattern: what to do instead
    r"\bstd::rand\b|\brand\(\)": "pass a kwota::Random in",
    r"system_clock::now|\btime\((nullptr|NULL|0)\)": "pass a kwota::Clock in",
    r"(?m)^[ \t]*rc::check\(": "nobody asks whether the property held: EXPECT_TRUE(rc::check(…))",
    r"'0' (?:&&|and) [^\n;]{1,40}<= '9'|<= 'z'|\"0123456789\"|\b(?:isdigit|isalpha|isalnum|tolower|toupper)\(": "base/ascii.h has it: is_digit(), is_digits(), is_letter(), small_letter()",
    r"\bsleep_for\b|\busleep\(|\bsleep\(": "wait for the thing itself, not for time",
}
SAYS_ALLOWED = {"src/base/time.cpp", "src/base/random.cpp", "src/base/ascii.h"}
ONLY_IN = {  # headers that cost seconds wherever they are compiled: the one file that has them
    "CLI/": "apps/kwota/command_line.cpp",
}
# Words of our own that gave way to the field's (docs/words.md), so that they do not come back as names.
RETIRED = {
    "Said": "Reported", "Told": "CommandResult, ReportedValue", "LastWord": "LastContact", "TakenIn": "StatementOutcome", "Wish": "InstructionRequest", "Talk": "ContactSession",
    "Sight": "Visibility", "Fate": "CardFault", "OnTheLine": "LinkDelivery", "Oddity": "Anomaly", "oddity": "anomaly", "given_up": "surrendered", "malignant": "prohibited_load",
    "free_energy": "basic_allowance", "on_the_way": "in_transit", "under_way": "in_transit", "seals_refused": "authentication_failures", "moves_money": "is_credit_command",
    "Heard": "the answer's name: ItemAnswer, WitnessAnswer", "ToldPrices": "SentPrices", "tell_command": "publish_command", "what_is_told": "command_to_send", "births": "key_creation",
    "left_the_house": "may_have_been_sent", "unread_sale": "pending_sale",
}
RETIRED_NAMES = re.compile(r"\b(" + "|".join(RETIRED) + r")\b")
NO_NAMES = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
# g++ 12 copies an aggregate that is built inside a co_await expression bit by bit: it is freed twice.
BUILT_IN_CO_AWAIT = re.compile(r"\bco_await\b[^;]*?\{\s*[^}\s]")
# So does it destroy what a conditional expression there has made, and once more at the end.
CHOSEN_IN_CO_AWAIT = re.compile(r"\bco_await\b[^;{}?]*\?[^;:{}]*\([^;{}]*\)\s*:[^;{}]*\(")
# And what one way of a conditional expression awaits.
AWAITED_IN_CHOICE = re.compile(r"\?[^;{}?]*\bco_await\b[^;{}]*")
CODE_ASKED = re.compile(r'\bcode(?:\(\))?(?: [!=]= |\.(?:starts_with|ends_with|find)\()"([a-z][a-z0-9_]*)"(?! \+)')
CAUSE_MADE = re.compile(r"(?:Fault::\w+,\s*|word_of\()Cause::(\w+)")
COMMENTS = re.compile(r"//[^\n]*")
ANY_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
# Of a text: what it is matched against, and what to do instead.
AWAITED = (
    (BUILT_IN_CO_AWAIT, "code", "build it before co_await, by name or in a function"),
    (CHOSEN_IN_CO_AWAIT, "code", "choose it before co_await, in a function"),
    (AWAITED_IN_CHOICE, "names", "await it in an if, or in a function"),
)
# By its way from src/, from its stage, or by its name alone; not <vector.h>, which is the system's.
FILE_NAMED = re.compile(r"(?<![\w/.<\"-])((?:[\w-]+/)*[\w-]+\.(?:h|cpp|tsx|py))(?![\w(])")
INCLUDED = re.compile(r'^\s*#include "([^"]+)"', re.M)
TEST_HEADER = re.compile(r"/test_\w+\.h$")
# What is a row of a list is named in its own file alone: who needs it finds it in the list, or is handed it. Folder: how it says its name.
NAMED_ONCE = {
    "src/models": re.compile(r'\bname = "([A-Z0-9]+)"|edition_\d+ = "([a-z0-9-]+)"'),
    "src/carry/cards": re.compile(r'^    \.name = "([a-z_]+)"|name\(\) const override \{ return "([a-z_]+)"', re.M),
    "src/schemes": re.compile(r'^ +\.name = "([a-z_]+)"', re.M),
    "src/carry/lines": re.compile(r'protocol\(\) const override \{ return "([a-z0-9-]+)"'),
}
# The row of a scheme says by names which card and which protocols carry it.
NAMED_BY = {"src/carry/cards": ("src/schemes/",), "src/carry/lines": ("src/schemes/",)}
# Where a row is named all the same, and why.
NAMED_TOO = {
    # A field log and the sample year say in their own words which product somebody wants; what they do with it goes by the table.
    '"fee_control_card"': ("src/sim/field/move.cpp", "src/sim/demo/account_life.cpp"),
    '"fee_control_line"': ("src/sim/field/move.cpp",),
    '"server_account"': ("src/sim/field/move.cpp",),
    '"read_account"': ("src/sim/demo/gas_and_water.cpp",),
    '"volume_card"': ("src/sim/demo/gas_and_water.cpp",),
}
# What is inside a family of cards – whoever works with cards asks the family (carry/cards/common/family.h) – or of an engine. Its room: who may see it.
WITHIN = {
    "carry/cards/user_card": ("src/carry/cards/", "src/schemes/", "src/sim/"),
    "carry/cards/tool_cards": ("src/carry/cards/", "src/schemes/", "src/sim/"),
    "store/sqlite": ("src/store/", "src/sim/head_end/trouble_test.cpp", "apps/kwota/bench/bench_lists.cpp", "apps/kwota/bench/bench.cpp"),
}
WITHIN_SAYS = {  # whom to ask instead
    "store/sqlite": "is the engine of the books: ask a question of the store of a moment (store/draft/moment.h)",
}
# serve parses, asks for the right and answers; what comes into the books is decided in a room below it, and who agreed to it with it.
SERVE_DECIDES = re.compile(r"books::Audit\{|\b(?:put|append|remove)\.emplace_back\(")
SERVE_MAY = {"src/serve/server/first_start.cpp"}  # the rows that books begin with
# What only SQLite understands, or does: another engine is a room beside it.
SQLITE_ALONE = re.compile(r"\b(PRAGMA|VACUUM|ATTACH|TEMP|WITHOUT ROWID|INSERT OR|zeroblob|iif|typeof|json_extract|json_each|group_concat|strftime|julianday|unixepoch|instr|pragma_\w+|sqlite_schema|sqlite_master|sqlite3_\w+|SQLITE_[A-Z]+)\b")
# A column beside a greatest or least one that is not grouped by it: SQLite alone gives the row that it is of. And its function of bytes as text, its name of their type, its product of tables that has a condition.
SQLITE_FORMS = {
    re.compile(r'SELECT (?:max|min)\(\w+\), (?!max|min|count|sum)\w+ FROM|SELECT (?:\w+, )+(?:max|min)\(\w+\) FROM'): "a column beside max() or min()",
    re.compile(r'"hex\(\w'): "hex()",
    re.compile(r"\bAS BLOB\b"): "a BLOB",
    re.compile(r"\bCROSS JOIN \w+ (?:AS )?\w+ ON\b"): "CROSS JOIN with ON",
}
# Rooms that are named and not included: the server asks each for its routes by a list (serve/api/routes.h), and they are only linked.
LINKED_ALONE = {("serve/server", f"serve/{room}") for room in ("counter", "keys", "office", "plans")}
# Where a header says with what to begin, it must be there: a renamed function leaves such sentences behind.
BEGIN_WITH = re.compile(r"Begin with ([^\n]*(?:\n//[^\n]*)?)")
MONEY_FLOAT = re.compile(r"\b(double|float)\b")
WHOLE_NUMBERS = tuple(f"src/{stage}/" for stage in ("base", "books", "people", "seal", "carry", "meter", "sell", "keys", "collect", "store", "work"))


def rooms():
    text = (ROOT / "src/CMakeLists.txt").read_text()
    text = re.sub(r"#.*", "", text)
    found = {}
    for body in re.findall(r"room\(([^)]*)\)", text):
        words = body.split()
        name, uses, taking = words[0], [], False
        for word in words[1:]:
            if word in ("USES", "LIBRARIES"):
                taking = word == "USES"
            elif taking:
                uses.append(word)
        found[name] = uses
    return found


def reach(name, found, seen=None):
    """A room sees what its rooms use too: their headers include it."""
    seen = set() if seen is None else seen
    for used in found[name]:
        if used not in seen:
            seen.add(used)
            reach(used, found, seen)
    return seen


@functools.cache
def named_once():
    """Each name, as a literal, and the folder that alone may say it."""
    out = {}
    for folder, says in NAMED_ONCE.items():
        for path in (ROOT / folder).rglob("*.[hc]*"):
            for match in says.finditer(path.read_text(encoding="utf-8")):
                out['"%s"' % next(filter(None, match.groups()))] = folder
    return out


def retired():
    """Names of our own that gave way, wherever C++ is written."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.h", "*.cpp"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    for name in files:
        text = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() else ""
        for old in sorted(set(RETIRED_NAMES.findall(NO_NAMES.sub("", text)))):
            yield f"{name}: {old} is a word of our own: {RETIRED[old]}"


def schemes_in_console():
    """The console asks /schemes what a scheme is; it knows none by its name."""
    own = [literal.strip('"') for literal, folder in named_once().items() if folder == "src/schemes"]
    for name in subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "web/src/*.ts", "web/src/*.tsx"], cwd=ROOT, capture_output=True, text=True).stdout.split():
        text = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() and ".test." not in name else ""
        for scheme in own:
            if f"'{scheme}'" in text or f'"{scheme}"' in text:
                yield f"{name}: {scheme} is a row of src/schemes: ask /schemes for what it is (holder, unit, carriers)"


def begins_with_nothing(source):
    """Functions that a header says to begin with, and that it does not have; `in all.h` names another one."""
    sentence = BEGIN_WITH.search(source.text) if source.name.endswith(".h") else None
    for function, elsewhere in re.findall(r"(\w+)\(\)( in \w+\.h)?", sentence.group(1)) if sentence else ():
        if not elsewhere and not re.search(rf"\b{function}\b", source.code):
            yield f"begin with {function}()? It is not here"


def causes():
    """Enumerator and word of each."""
    text = (ROOT / "src/base/cause.h").read_text(encoding="utf-8")
    names = re.findall(r"\w+", text[text.index("{", text.index("enum class Cause")) : text.index("};")])
    return dict(zip(names, re.findall(r'"(\w+)"', text[text.index("words_of(Cause)") :])))


def codes_nobody_makes():
    """What is decided by the code of an error goes by its cause (src/base/cause.h), and by one that something gives: else it would never hold."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "src/*.h", "src/*.cpp", "apps/*.h", "apps/*.cpp"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    made, words = set(), causes()
    for name in files:
        if name == "src/base/cause.h" or name.endswith("_test.cpp") or "/test_" in name or not (ROOT / name).exists():
            continue
        text = COMMENTS.sub("", (ROOT / name).read_text(encoding="utf-8"))
        made |= set(CAUSE_MADE.findall(text))
        for code in sorted(set(ERROR_MADE.findall(text)) & set(words.values())):
            yield f"{name}: makes the error {code} as a text: something is decided by it, so say its Cause (src/base/cause.h)"
        for code in CODE_ASKED.findall(text):
            yield f"{name}: asks for the code {code} as a text: say Cause::{code} (src/base/cause.h), where it is made and here"
    for cause in sorted(set(words) - made):
        yield f"src/base/cause.h: nothing makes an error {cause}"
    asked, made = {}, set()
    for name in subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "web/src/*.ts", "web/src/*.tsx"], cwd=ROOT, capture_output=True, text=True).stdout.split():
        text = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() and ".test." not in name else ""
        for code in re.findall(r"\bcode [!=]== '([a-z][a-z0-9_]*)'", text):
            asked.setdefault(code, name)
        made |= set(re.findall(r"\bcode: '([a-z][a-z0-9_]*)'", text))
    for name in files:
        text = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() else ""
        made |= set(re.findall(r'"([a-z][a-z0-9_]*)"', COMMENTS.sub("", text)))
    for code in sorted(set(asked) - made):
        yield f"{asked[code]}: nothing makes an error {code}"


# Where nobody reads a code in his language: field logs, towns and seasons are for whoever writes them; the handheld and the reader library have words or
# numbers of their own; and what is caught inside never comes out.
SPOKEN_ELSEWHERE = ("src/sim/", "src/carry/handheld/", "src/carry/cards/purse_card/terminal_moves.cpp", "src/carry/cards/psam/")
ERROR_MADE = re.compile(r'Fault::\w+\s*,\s*"([a-z][a-z0-9_]+)"')


def codes_without_words():
    """An error that may come to a page has its sentence in the dictionaries, else a cashier reads it in English; and a sentence is of an error that there is."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "src/*.h", "src/*.cpp", "apps/*.h", "apps/*.cpp", "include/*.h", "web/src/*.ts", "web/src/*.tsx"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    spoken = {key[len("error."):] for key in json.loads((ROOT / "lang/en.json").read_text(encoding="utf-8")) if key.startswith("error.")}
    named, words = set(), causes()
    for name in files:
        if not (ROOT / name).exists() or name.endswith("_test.cpp") or "/test_" in name or ".test." in name:
            continue
        text = COMMENTS.sub("", (ROOT / name).read_text(encoding="utf-8"))
        named |= set(re.findall(r"[\"']([a-z][a-z0-9_]*)[\"']", text))
        if name.startswith("src/") and (not name.startswith(SPOKEN_ELSEWHERE) or name.startswith("src/sim/bench/")):
            for code in sorted((set(ERROR_MADE.findall(text)) | {words.get(one, one) for one in CAUSE_MADE.findall(text)}) - spoken):
                yield f"{name}: the error {code} has no words (error.{code}; script/words add)"
    for code in sorted(spoken - named):
        yield f"lang/en.json: nothing makes the error of error.{code}"


# What no test can meet, and why. Everything else that may be said to somebody is met by some test, or there is no such thing to say.
UNMET = {
    "bad_statement": "a meter that seals a statement which is none: ours does not",
    "log_mistake": "told to whoever writes a field log by its sentence, which tests of sim/field name",
    "meter_busy": "a card brings credit between two frames, three times in one conversation",
    "paper_failed": "cairo cannot draw: the machine has no memory left",
    "power_lost": "the simulated card's own: whoever holds it hears that the card is gone",
    "psam_closed": "caught inside carry/cards/psam: the PSAM is opened again",
    "reading_gives_way": "caught inside work/head_end: the reading waits for its turn",
    "too_many_meters": "five people of one key office at five meters whose lines the counters hold",
    "too_many_rows": "a group of more than a million rows",
    "unknown_question": "a key office of a later program, which asks what these counters do not know",
}
# Whoever writes a bench, a log or a season reads these; what the reader library says are numbers, which tests/library knows.
MET_ELSEWHERE = ("src/sim/", "src/carry/cards/purse_card/terminal_moves.cpp")
TEST_TEXTS = (".py", ".log", ".setup", ".ts", ".cpp", ".h", ".c")


def codes_nobody_meets():
    """A refusal that no test names is one that nobody has seen: it has a door, where a test meets it, or it goes with its branch."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "src", "tests", "apps/reader_library"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    met, made, numbers, words = set(), {}, {}, causes()
    for name in listed:
        if not name.endswith(TEST_TEXTS) or not (ROOT / name).exists():
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        if name.startswith("tests/") or name.endswith("_test.cpp"):
            met |= set(re.findall(r"\w+", text))
        elif name.startswith("apps/"):
            numbers |= dict(re.findall(r"Cause::(\w+)(?:,| \?) (KW_E_\w+)", text))
        elif "/test_" not in name and not name.startswith(MET_ELSEWHERE):
            code = COMMENTS.sub("", text)
            for one in {*ERROR_MADE.findall(code), *CAUSE_MADE.findall(code)}:
                made.setdefault(one, name)
    values = dict(re.findall(r"(KW_E_\w+)\D*?(-\d+)", (ROOT / "include/kwota_reader.h").read_text(encoding="utf-8")))
    said = {number for path in (ROOT / "tests/library").glob("with_*.*") for number in re.findall(r"(?<![\w.)])-\d+", path.read_text(encoding="utf-8"))}
    met |= {cause for cause, number in numbers.items() if number in met or values.get(number) in said}
    for one in sorted({*made, *words}):
        told = words.get(one, one)
        if not {one, told} & met and told not in UNMET:
            yield f"{made.get(one, 'src/base/cause.h')}: no test meets the error {told}: write what somebody saw of it, or take it out"
    for one in sorted(set(UNMET)):
        if one not in {words.get(code, code) for code in {*made, *words}}:
            yield f"script/house_check.py: nothing makes the error {one} of UNMET"
        elif one in met:
            yield f"script/house_check.py: a test meets the error {one} of UNMET"


def split_call(text, start):
    """The arguments of the call whose bracket stands there."""
    depth, quoted, argument, out, at = 0, False, "", [], start
    while True:
        letter = text[at]
        if quoted and letter == "\\":
            argument, at = argument + text[at : at + 2], at + 2
            continue
        quoted = quoted != (letter == '"')
        depth += not quoted and letter in "({[" and 1 or not quoted and letter in ")}]" and -1 or 0
        if depth == 0 or (depth == 1 and letter == "," and not quoted):
            out.append(argument.strip())
            argument = ""
        elif at > start:
            argument += letter
        if depth == 0:
            return out
        at += 1


ERROR_CALLED = re.compile(r'\berror(\()(?:kwota::)?Fault::\w+\s*,\s*(?:(?:kwota::)?Cause::(\w+)|"([a-z][a-z0-9_]+)")')


def sentences_with_holes():
    """What an error's sentence speaks of is among the details that are given where it is made: else its reader sees {customer}."""
    said = {key[len("error."):]: set(re.findall(r"\{(\w+)\}", text)) for key, text in json.loads((ROOT / "lang/en.json").read_text(encoding="utf-8")).items() if key.startswith("error.")}
    words = causes()
    for name in subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "src/*.h", "src/*.cpp"], cwd=ROOT, capture_output=True, text=True).stdout.split():
        if name.startswith((*SPOKEN_ELSEWHERE, "src/base/", "src/carry/dialogue/")) or name.endswith("_test.cpp") or "/test_" in name or not (ROOT / name).exists():
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        for made in ERROR_CALLED.finditer(text):
            arguments = split_call(text, made.start(1))
            details = arguments[3] if len(arguments) > 3 else "{{}}"
            if arguments[0].endswith("Fault::ours") or not details.startswith("{{"):
                continue  # a defect is reported as it is; and what was gathered before stands elsewhere
            code = words.get(made[2], made[2]) or made[3]
            for hole in sorted(said.get(code, set()) - set(re.findall(r'\{\s*"(\w+)"', details))):
                yield f"{name}: the sentence of {code} says {{{hole}}}, and nobody says what that is"


def places_in_docs():
    """"*Group → Page → …*" of a page of docs leads to a page that stands in that group of the menu, by the words that people see."""
    words = json.loads((ROOT / "lang/en.json").read_text(encoding="utf-8"))
    placed = [pair for name in ("office", "keys") for pair in re.findall(r"id: '([\w-]+)',(?: at: '[\w-]+',)? group: '(\w+)'", (ROOT / f"web/src/{name}/registry.ts").read_text())]
    for header in (ROOT / "src/books/rows").rglob("*.h"):
        for listed in re.findall(r"Listed list\{(.*?)\};", header.read_text(), re.DOTALL):
            name, menu = re.search(r'"([\w-]+)"', listed), re.search(r'\.menu = "(\w+)"|, "(\w+)"$', listed)
            placed += [(name[1], menu[1] or menu[2])] if menu else []
    pages = {}
    for page, group in placed:
        if f"group.{group}" in words:
            pages.setdefault(words[f"group.{group}"], set()).add(words[f"page.{page}"])
    begins = set().union(*pages.values()) | {text for key, text in words.items() if key.startswith("counter.task.")}
    for path in sorted((ROOT / "docs").glob("*.md")):
        for place in re.findall(r"(?<!\*)\*([^*|\n]{2,60}? [›→·] [^*|\n]{2,80}?)\*(?!\*)", path.read_text(encoding="utf-8")):
            first, second = re.split(" [›→·] ", place)[:2]
            if first in pages and second not in pages[first]:
                yield f"docs/{path.name}: *{place}*: the menu has no {second} in {first}"
            elif first not in pages and first not in begins:
                yield f"docs/{path.name}: *{place}*: no group, page or task of the console is called {first}"


class Source:
    """A file of C++, and how much of it a check looks at."""

    def __init__(self, name, text):
        self.name, self.text = name, text
        self.is_test = name.endswith("_test.cpp")

    @functools.cached_property
    def code(self):
        """Without comments."""
        return COMMENTS.sub("", self.text)

    @functools.cached_property
    def names(self):
        """Without texts, too."""
        return NO_NAMES.sub("", self.text)

    def line_of(self, at):
        return self.text.count("\n", 0, at) + 1


def too_long(source):
    lines = source.text.count("\n")
    if lines > LINES_MAX:
        yield f"{lines} lines; split it where the second story begins (at most {LINES_MAX})"


@functools.cache
def ways_to_files():
    """Each file by all the ends of its way: "src/base/time.h", "base/time.h", "time.h"."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    parts = [name.split("/") for name in files if (ROOT / name).exists()]
    return {"/".join(way[at:]) for way in parts for at in range(len(way))}


def files_that_left(source):
    """A file that a comment names must be there, or whoever reads on looks for it in vain."""
    for comment in ANY_COMMENT.findall(source.text):
        for file in FILE_NAMED.findall(comment):
            if file not in ways_to_files():
                yield f"{file}, which a comment names, is not there"


def said_otherwise(source):
    for pattern, instead in SAYS.items() if source.name not in SAYS_ALLOWED else ():
        for match in re.finditer(pattern, source.text):
            yield f"line {source.line_of(match.start())}: {match.group(0)}: {instead}"


def rows_named_elsewhere(source):
    for literal, folder in named_once().items():
        may = (folder + "/", *NAMED_BY.get(folder, ()), *NAMED_TOO.get(literal, ()))
        if literal in source.text and not source.is_test and not TEST_HEADER.search(source.name) and not source.name.startswith(may):
            yield f"{literal} is a row of {folder}: find it in the list, or be handed it"


def awaited_wrongly(source):
    for pattern, text, instead in AWAITED if not source.is_test else ():
        for match in pattern.finditer(getattr(source, text)):
            yield f"'{' '.join(match.group(0).split())[:60]}…': {instead}"


def insides(source):
    for header, file in ONLY_IN.items():
        if f"#include <{header}" in source.text and source.name != file:
            yield f"<{header}…> belongs into {file}: it costs seconds in each file that has it"
    for room, may in WITHIN.items():
        if f'#include "{room}/' in source.text and not source.name.startswith(may):
            yield f"{room} " + WITHIN_SAYS.get(room, "is the inside of a family of cards: ask the family that lies there, or that the scheme names")


def decided_in_serve(source):
    if source.name.startswith("src/serve/") and not source.is_test and source.name not in SERVE_MAY and (made := SERVE_DECIDES.search(source.code)):
        yield f"{made.group(0)}: serve decides nothing: a use-case of people, sell, collect or work does, and is asked here"


def said_to_one_engine(source):
    if source.is_test or source.name.startswith("src/store/sqlite/"):
        return
    for word in SQLITE_ALONE.findall(source.code):
        yield f"{word} is SQLite's own; say it in store/sqlite"
    for form, called in SQLITE_FORMS.items() if source.name.startswith("src/store/") else ():
        if form.search(source.text):
            yield f"{called} as SQLite alone takes it; say it in store/sqlite/dialect.h or in standard SQL"


def floating_point(source):
    if source.name.startswith(WHOLE_NUMBERS) and not source.is_test and MONEY_FLOAT.search(source.names):
        yield "floating point; money and energy are whole numbers"


class Plan:
    """The rooms and what each uses."""

    def __init__(self):
        self.uses = rooms()
        self.by_length = sorted(self.uses, key=len, reverse=True)

    def room_of(self, path):
        return next((room for room in self.by_length if path.startswith(room + "/")), None)

    def broken(self, source):
        if not source.name.startswith("src/"):
            return
        own = self.room_of(source.name[len("src/") :])
        if own is None:
            yield "belongs to no room of src/CMakeLists.txt"
            return
        allowed = reach(own, self.uses) | {own}
        for match in INCLUDED.finditer(source.text):
            other, at = self.room_of(match[1]), f"line {source.line_of(match.start(1))}: "
            if other is None:
                yield f"{at}{match[1]} is not in a room (include from src/)"
            elif other not in allowed:
                yield f"{at}{own} does not use {other} (src/CMakeLists.txt)"
            elif other not in self.uses[own] and other != own and not source.is_test and not other.startswith("base"):
                yield f"{at}{own} includes {other}: name it in USES (src/CMakeLists.txt)"

    def unused(self):
        """A room is linked for what it names: what it names and does not include keeps two rooms together that have nothing to do with each other."""
        included = {room: set() for room in self.uses}
        for path in (ROOT / "src").rglob("*.[hc]*"):
            own = self.room_of(str(path.relative_to(ROOT / "src")))
            if own is not None:
                included[own] |= {self.room_of(header) for header in INCLUDED.findall(path.read_text(encoding="utf-8"))}
        for room, uses in self.uses.items():
            for other in sorted({other for other in uses if uses.count(other) > 1}):
                yield f"src/CMakeLists.txt: {room} names {other} twice in USES"
            for other in uses:
                if other not in included[room] and not other.startswith("base") and other != "books" and (room, other) not in LINKED_ALONE:
                    yield f"src/CMakeLists.txt: {room} names {other} in USES and includes nothing of it"


def main():
    plan = Plan()
    of_each = (too_long, begins_with_nothing, files_that_left, said_otherwise, rows_named_elsewhere, awaited_wrongly, insides, decided_in_serve, said_to_one_engine, floating_point, plan.broken)
    of_all = (described_words.problems, plan.unused, retired, schemes_in_console, codes_nobody_makes, codes_without_words, codes_nobody_meets, sentences_with_holes, places_in_docs)
    problems = [problem for check in of_all for problem in check()]
    for name in subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "src/*.h", "src/*.cpp", "apps/*.cpp", "apps/*.h"], cwd=ROOT, capture_output=True, text=True).stdout.split():
        if not (ROOT / name).exists():
            continue
        source = Source(name, (ROOT / name).read_text(encoding="utf-8"))
        problems += [f"{name}: {problem}" for check in of_each for problem in check(source)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
