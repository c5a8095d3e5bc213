#!/usr/bin/env python3
"""Slips on paper from outside: the first print and reprints, a printer at a pseudo terminal and one on TCP with their whims, drops to the safe, a drawer
counted by notes and coins, the sheet of a day and what goes to the bank; invoices on A4 and on a pre-printed form. One line per check."""
import concurrent.futures
import datetime
import os
import pty
import re
import select
import socket
import subprocess
import sys
import threading
import tty

import house
from house import PASSWORD, Client, walk, proposed
from run import Day, check, doors, opening

house.Server.flags = [*house.Server.flags, "--printer-target", "serial:///dev/pts/*", "--printer-target", "tcp://127.0.0.1"]
OFFLINE, PAPER, END = b"\x10\x04\x02", b"\x10\x04\x04", b"\x1dr\x01"
GOOD = {OFFLINE: b"\x12", PAPER: b"\x12", END: b"\x00"}


class Printer:
    """A slip printer: keeps what it is given, and answers what it is asked as `says` has it; None: not at all."""

    def __init__(self):
        self.says, self.bytes, self.changed = dict(GOOD), b"", threading.Condition()

    def serve(self, read, write):
        while chunk := read():
            with self.changed:
                self.bytes += chunk
                for question in (OFFLINE, PAPER, END):
                    if self.bytes.endswith(question) and self.says[question]:
                        write(self.says[question])
                self.changed.notify_all()

    def taken(self):
        """What it printed since it was looked at last."""
        with self.changed:
            out, self.bytes = self.bytes, b""
        return out


    def printed(self):
        """Waits until it was asked behind the last line of a slip."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.bytes.endswith(END), 60):
                raise RuntimeError("nothing was printed")
        return self.taken()


class PtyPrinter(Printer):
    def __init__(self):
        super().__init__()
        self.master, self.held = pty.openpty()  # held open, so that nobody's closing is a hang-up
        tty.setraw(self.held)
        self.place = "serial://" + os.ttyname(self.held)
        threading.Thread(target=self.serve, args=(lambda: os.read(self.master, 4096), lambda answer: os.write(self.master, answer)), daemon=True).start()


class TcpPrinter(Printer):
    def __init__(self):
        super().__init__()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.place = f"tcp://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return  # switched off
            self.serve(lambda: line.recv(4096), line.sendall)


def slip_of(day, query, who="wang"):
    return day.people[who].get(f"/receipts/{day.first_sale}?format=text&lang=en{query}").bytes.decode()




def print_it(day, way="printer", who="wang"):
    return day.people[who].post(f"/receipts/{day.first_sale}/print", {"way": way})


def waited(day, who="wang"):
    return until_taken(lambda: print_it(day, who=who))


def until_taken(ask):
    """The next print that is not refused because the one before is still under way."""
    for _ in range(2000):
        answer = ask()
        if answer.code != "print_waiting":
            return answer
        select.select([], [], [], 0.02)
    raise RuntimeError("the print before never ended")


def set_printer(day, place, **more):
    return day.people["admin"].put("/tills/E01/T1/printer", {"place": place, "roll": "80mm", "letters": "ascii", "answers": True, "cuts": True, **more})


def by_the_browser(day):
    """One first print, however many ask at once; the rest are reprints with names."""
    text = slip_of(day, "")
    check.that("not printed" in text and "kwota-sample:1:" in text.replace("\n", ""), "what is only looked at says so, and says what its code says", text)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        prints = list(pool.map(lambda who: print_it(day, "browser", who), ["wang", "zhao"] * 3))
    numbers = sorted(one["print"] for one in prints)
    check.that(numbers == list(range(6)) and sum(one["first"] for one in prints) == 1, "six at once: one first print, five reprints", prints)
    first = next(who for who, one in zip(["wang", "zhao"] * 3, prints) if one["first"])
    other = "zhao" if first == "wang" else "wang"
    text = slip_of(day, "&print=0", first)
    check.that("Reprint" not in text and "not printed" not in text, "the first print carries no mark", text)
    refused = day.people[other].get(f"/receipts/{day.first_sale}?print=0")
    check.that(refused.code == "unknown_print", "and is nobody else's", refused)
    check.that("Reprint 5" in slip_of(day, ""), "afterwards whoever looks sees the newest mark")
    check.that(print_it(day, "fax").code == "field_malformed" and print_it(day).code == "printer_not_set", "no printer, no such way")
    check.that(day.people["audit"].get("/audit?filter.action=reprint&page_size=50")["total"] >= 5, "each stands in the audit trail")


def places(day):
    """A printer is opened only where the server may."""
    for place in ("serial:///etc/shadow", "serial:///dev/pts/../../etc/shadow", "serial:///dev/ttyUSB0", "tcp://10.1.2.3:9100", "tcp://kwota.example:9100"):
        check.that(set_printer(day, place).code == "printer_not_allowed", f"not allowed: {place}")
    check.that(set_printer(day, "modem:1234").code == "printer_not_allowed" and set_printer(day, "/etc/shadow").code == "bad_link", "nor what is no place")
    check.that(day.people["wang"].put("/tills/E01/T1/printer", {"place": "browser"}).code == "permission_denied", "a cashier sets no printer")
    check.that(set_printer(day, "browser", letters="runes").code == "field_malformed", "letters that there are not are refused")
    set_printer(day, "browser", roll="58mm")
    own = day.people["wang"].get("/session/printer")
    check.that((own["way"], own["roll"]) == ("browser", "58mm"), "a till may print by its browser", own)


def at_the_printer(day):
    """A printer that answers: printed, out of paper, cover open, silent, broken off."""
    day.printer = printer = PtyPrinter()
    check.that(set_printer(day, printer.place).status == 200, "a device of this machine")
    made = waited(day)
    check.that(made["outcome"] == "waiting" and made["print"] == 6, "the print is booked before a byte leaves", made)
    printer.printed()
    again = waited(day)
    check.that(again["print"] == 7, "what has come out is followed by a reprint", again)
    for says, fault in (({PAPER: b"\x72"}, "paper_out"), ({OFFLINE: b"\x16"}, "cover_open"), ({OFFLINE: None}, "no_answer")):
        if fault == "paper_out":
            printer.printed()
            before = waited(day)["print"]
            printer.printed()
        printer.taken()
        printer.says = {**GOOD, **says}
        made = waited(day)
        state = day.people["wang"].poll("/session/printer", lambda a, fault=fault: a["waiting"] == 0 and a["fault"] == fault, fault)
        check.that(made["print"] == before + 1 and state["outcome"] == "nothing" and b"RECEIPT" not in printer.taken(), f"{fault}: nothing came out, and it is said why", state)
    printer.says = dict(GOOD)
    check.that(waited(day)["print"] == before + 1, "the same print once more, when paper is there again")
    printer.printed()
    printer.says = {**GOOD, END: None}
    torn = waited(day)["print"]
    day.people["wang"].poll("/session/printer", lambda a: a["waiting"] == 0 and a["fault"] == "broken_off", "broken off")
    printer.says = dict(GOOD)
    check.that(waited(day)["print"] == torn + 1, "a printer that keeps silent behind the last line may have printed")


def on_tcp(day):
    """Bytes on paper of 58 and 80 mm; a printer that is not there delays nobody."""
    printer = TcpPrinter()
    for roll, columns, head in (("80mm", 48, b"\x1b@"), ("58mm", 32, b"\x1b@")):
        set_printer(day, printer.place, roll=roll)
        tested = day.people["admin"].post("/tills/E01/T1/printer/test")
        check.that((tested["outcome"], tested["fault"]) == ("done", "none"), f"the test page, {roll}", tested)
        printer.taken()
        waited(day)
        got = printer.printed()
        check.that(head in got and b"\x1dV" in got, f"{roll}: begun and cut", got[:80])
        if b"\x1dv0" not in got:
            check.that(b"-" * columns + b"\n" in got and b"\x1d(k" in got, f"{roll}: {columns} columns and a code", got[:400])
        else:
            check.that(b"\x1dv0\0" + bytes([columns * 12 // 8, 0]) in got, f"{roll}: what Latin cannot write is drawn, {columns * 12} dots wide", got[:80])
    printer.door.close()
    set_printer(day, "tcp://127.0.0.1:1", answers=False)
    last = waited(day)["print"]
    state = day.people["wang"].poll("/session/printer", lambda a: a["waiting"] == 0 and a["fault"] == "offline", "offline")
    check.that(state["outcome"] == "nothing" and waited(day)["print"] == last, "switched off: the same print is still to come", state)
    narrow = day.people["zhao"].get(f"/receipts/{day.first_sale}?format=pdf&width=32").bytes
    check.that(b"/MediaBox" in narrow and b"164." in narrow, "the PDF is 58 mm wide, too", narrow[:400])


def the_office_hears(day):
    """Who can send somebody hears once that a till's printer fails, and once that it prints again."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    of = lambda who, event: [one for one in day.people[who].get("/notices")["rows"] if one["event"] == event]

    def heard(event):
        wang.post("/bench/clock", {"advance_s": 40})  # the house looks every half minute
        zhao.poll("/notices", lambda a: any(one["event"] == event for one in a["rows"]), event)
        return of("zhao", event)

    fails = heard("till_printer_fails")
    check.that(len(fails) == 1 and fails[0]["object"] == "E01/T1" and "E01/T1" in fails[0]["text"] and fails[0]["page"] == "/office/tills", "the supervisor hears that it fails, and why", fails)
    check.that(len(of("admin", "till_printer_fails")) == 1 and not of("wang", "till_printer_fails"), "so does who keeps tills; the cashier sees it at his till")
    printer = TcpPrinter()
    set_printer(day, printer.place)
    waited(day)
    printer.printed()
    wang.poll("/session/printer", lambda a: a["waiting"] == 0 and a["fault"] == "none", "the slip")
    back = heard("till_printer_back")
    check.that(len(back) == 1 and back[0]["object"] == "E01/T1", "that it prints again is told, too", back)
    check.that(len(of("zhao", "till_printer_fails")) == 1, "and all its faults of the day were told once")


def drops(day):
    """Cash goes to the safe while the shift goes on, by two."""
    wang, zhao = day.people["wang"], {"name": "zhao", "password": PASSWORD}
    drop = lambda amount, **more: wang.post("/shifts/current/drops", {"amount": amount, "bag": "B-17", **more})
    check.that(drop("50.00").code == "cash_needs_two" and drop("0.00", taken_by=zhao).code == "bad_amount", "two people, and an amount")
    check.that(drop("5000.00", taken_by=zhao).code == "drop_too_much", "not more than there can be")
    check.that(drop("50.00", taken_by={"name": "zhao", "password": "not hers"}).code == "wrong_password_second", "with her own password")
    done = drop("150.00", taken_by=zhao)
    check.that(done.status == 200 and (done["number"], done["taken_by"]) == (1, "zhao"), "150.00 are in the safe", done)
    text = wang.get(done["slip_url"].removeprefix("/api/v1") + "?format=text&lang=en").bytes.decode()
    check.that("B-17" in text and "150.00" in text and text.count(day.called("wang")) == text.count(day.called("zhao")) == 1, "the slip says bag, sum and what both are called", text)
    rows = day.people["audit"].get("/cash-drops")["rows"]
    check.that(len(rows) == 1 and rows[0]["amount"] == "150.00", "the list of drops", rows)
    now = wang.get("/shifts/current")["shift"]
    day.shift = now["number"]
    check.that(now["drops"] == 1 and now["drops_sum"] == "150.00" and "expected" not in now, "the shift knows of it, and what the drawer holds is not said", now)
    slip = f"/shifts/E01/T1/{day.shift}/slip?format=text&lang=en"
    check.that(wang.get(slip).code == "not_found", "no interim slip for who will count the drawer")
    interim = day.people["zhao"].get(slip).bytes.decode()
    check.that("INTERIM REPORT X" in interim and "Drops to the safe (1)" in interim and "-150.00" in interim, "a supervisor sees the interim slip", interim)


def counted(day):
    """The drawer by notes and coins; the day sheet; the bank."""
    wang, zhao, miller = (day.people[name] for name in ("wang", "zhao", "miller"))
    money = wang.get("/denominations")
    check.that(money["currency"] == "CNY" and [row["value"] for row in money["rows"]][:3] == ["100.00", "50.00", "20.00"], "notes and coins of the currency", money)
    close = lambda counted, *pieces: wang.post("/shifts/current/close", {"counted": counted, "pieces": [{"value": value, "count": count} for value, count in pieces]})
    check.that(close("150.00", ("100.00", 1)).code == "pieces_differ" and close("100.00", ("30.00", 1)).code == "piece_unknown", "they add up, and there are such notes")
    first = close("149.00", ("100.00", 1), ("20.00", 2), ("1.00", 9))
    check.that(first["needs"] == "recount" and "expected" not in first.json, "the first count is in the books, blind", first)
    closed = close("150.00", ("100.00", 1), ("50.00", 1))
    check.that(closed["needs"] == "nothing" and closed["expected"] == "150.00" and closed["drops"] == "150.00", "float 200 + 100 received - 150 dropped", closed)
    text = wang.get(f"/shifts/E01/T1/{day.shift}/slip?format=text&lang=en").bytes.decode()
    check.that("Drops to the safe (1)" in text and "INTERIM" not in text, "the closing slip says the drops", text)
    check.that(day.called("wang") in text and "wang" not in text, "it names the cashier as receipts do", text)
    said = [" ".join(line.split()) for line in text.splitlines()]
    check.that("RECEIVED CNY 100.00" in said and "electricity 100.00" in said and any(line.startswith("Tax in it ") for line in said) and "check 0.00" in said, "and what was sold, with its tax and a check line", text)
    shift = day.people["audit"].get(f"/shifts?filter.till=T1&filter.number={day.shift}")["rows"][0]
    today = day.today = next(row["business_day"] for row in day.people["audit"].get("/entries?page_size=200")["rows"] if row["number"] == f"shift/E01/T1/{day.shift}/close") if shift else ""
    bank = lambda amount, **more: zhao.post("/deposits", {"amount": amount, "bank": "County Bank", "bag": "S-1", "business_day": today, "approved_by": {"name": "miller", "password": PASSWORD}, **more})
    check.that(wang.post("/deposits", {"amount": "1.00", "bank": "B"}).code == "permission_denied" and bank("100.01").code == "deposit_too_much", "not by a cashier, not more than the safe has")
    check.that(bank("10.00", approved_by={"name": "zhao", "password": PASSWORD}).code in ("cash_needs_two", "wrong_password_second"), "not by one")
    done = bank("80.00")
    check.that(done.status == 200 and done["number"] == 1 and done["approved_by"] == "miller", "80.00 go to the bank", done)
    sheet = zhao.get(f"/days/E01/{today}/slip?format=text&lang=en").bytes.decode()
    lines = [" ".join(line.split()) for line in sheet.splitlines()]
    for line in ("To the safe CNY 100.00", "Not yet at the bank CNY 20.00", "In the safe now 20.00", "check 0.00"):
        check.that(line in lines, f"the day sheet says {line}", sheet)
    check.that("check of receipts 0.00" in lines, "and what receipts say was paid is what the ledger made of it", sheet)
    before = (datetime.date.fromisoformat(today) - datetime.timedelta(days=2)).isoformat()
    as_read = lambda day: f"{int(day[8:])} {datetime.date.fromisoformat(day):%b %Y}"
    batch = zhao.get(f"/days/E01/{before}..{today}/slip?format=text&lang=en").bytes.decode()
    for line in (f"DAYS {as_read(before)} – {as_read(today)}", f"{as_read(today)} (1) 100.00", "To the safe CNY 100.00", "Not yet at the bank CNY 20.00", "check 0.00"):
        check.that(line in [" ".join(one.split()) for one in batch.splitlines()], f"of several days that go to the bank together it says {line}", batch)
    far = (datetime.date.fromisoformat(today) - datetime.timedelta(days=31)).isoformat()
    check.that(zhao.get(f"/days/E01/{far}..{today}/slip").code == zhao.get(f"/days/E01/{today}..{before}/slip").code == "days_many", "at most 31 days, one after the other")
    ahead = (datetime.date.fromisoformat(today) + datetime.timedelta(days=1)).isoformat()
    check.that(zhao.get(f"/days/E01/{ahead}/slip").code == zhao.get(f"/days/E01/{today}..{ahead}/slip").code == "day_not_begun", "of a day that has not begun there is no sheet")
    again = bank("1.00")
    check.that(again.code == "deposit_bag_used" and again["details"]["number"] == "1", "a bag is not used twice, and the deposit that used it is named", again)
    check.that(wang.get(f"/days/E01/{today}/slip").code == "permission_denied", "the whole station's day is not a cashier's")
    report = miller.get(f"/reports/R10?period={today[:7]}")
    names = [column["name"] for column in report["columns"]]
    check.that(dict(zip(names, report["totals"]))["shift_drops"] == "150.00", "R10 has the drops", report)


def inked(paper, text):
    """Which characters of a text are drawn at their place, which a reader of the PDF's text would not know."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    left, top, right, bottom = (float(side) for side in re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">{text}<', boxes).groups())
    picture = subprocess.run(["pdftoppm", "-r", "72", "-gray", "-"], input=paper, capture_output=True, check=True).stdout
    _, size, _, dots = picture.split(b"\n", 3)
    wide, one = int(size.split()[0]), (right - left) / len(text)
    return [any(dots[y * wide + x] < 160 for y in range(int(top), int(bottom)) for x in range(int(left + one * at), int(left + one * (at + 1)))) for at in range(len(text))]


def house_papers(day):
    """What stands on paper beside receipts comes out of the till's printer, too, and is told from a reprint."""
    wang, zhao, admin, miller = (day.people[name] for name in ("wang", "zhao", "admin", "miller"))
    day.printer.says = dict(GOOD)
    for till in ("T1", "T2"):
        admin.put(f"/tills/E01/{till}/printer", {"place": day.printer.place, "roll": "80mm", "letters": "gb18030", "answers": True, "cuts": True})
    check.that(day.approved("miller", "/codes", {"kind": "slip_text", "code": "foot.closing", "name_en": "Hand in by 18:00", "name_zh": "如有疑问请致电", "active": True}, second="admin").status == 200, "two agree to what stands below a closing slip")
    day.printer.taken()
    shift = f"/shifts/E01/T1/{day.shift}"
    papers = ((wang, f"{shift}/opening/slip", (b"SHIFT OPENED", b"200.00")), (wang, f"{shift}/slip", (b"1 x 100.00", b"1 x 50.00", b"Drops to the safe (1)", b"Hand in by 18:00")),
              (wang, f"{shift}/drops/1/slip", (b"B-17",)), (zhao, "/deposits/E01/1/slip", (b"County Bank", b"80.00")), (zhao, f"/days/E01/{day.today}/slip", (b"check", b"0.00")))
    for who, path, says in papers:
        made = who.post(f"{path}/print?lang=en", {"way": "printer"})
        got = day.printer.printed()
        check.that(made["first"] and all(one in got for one in says) and b"\x1dV" in got, f"printed: {path}", got)
    until_taken(lambda: wang.post(f"/receipts/{day.first_sale}/print?lang=zh", {"way": "printer"}))
    lines = [line for line in day.printer.printed().split(b"\n") if b"\x1b" not in line and b"\x1d" not in line]
    card = [line for line in lines if line[-6:-4] == b".."]
    check.that(len(card) == 1 and {len(line) for line in [*card, *[line for line in lines if line.startswith(b"----")]]} == {48} and max(map(len, lines)) == 48,
               "a sign that the letters do not have is laid out as what stands for it: the card's number ends at the paper's edge, in columns of bytes", lines)
    held = until_taken(lambda: wang.post("/people/slip/print?lang=en", {"way": "printer"}))
    check.that(held["first"] and b"\x1dv0" in day.printer.printed(), "who holds what, as a picture: names of every script", held)
    text = wang.get("/people/slip?format=text&width=32&lang=en").bytes.decode()
    check.that("Who holds what" in text and "Manager" in text and "Cashier @ E01" in text and max(map(len, text.splitlines())) <= 32, "  roles in words, on narrow paper, too", text)
    again = until_taken(lambda: wang.post(f"{shift}/slip/print?lang=en", {"way": "printer"}))
    check.that(again["print"] == 1 and b"Reprint 1" in day.printer.printed(), "the closing slip once more is a reprint", again)
    check.that(wang.post(f"/days/E01/{day.today}/slip/print", {"way": "printer"}).code == "permission_denied", "who may not read it prints it neither")
    slip = wang.get(f"{shift}/slip?format=pdf&lang=zh").bytes
    check.that(all(inked(slip, "如有疑问请致电")), "on paper every character of the foot is drawn, not only said to programs", inked(slip, "如有疑问请致电"))
    admin.put("/tills/E01/T1/printer", {"place": day.printer.place, "roll": "58mm", "letters": "gb18030", "answers": True, "cuts": True})
    until_taken(lambda: wang.post(f"{shift}/drops/1/slip/print?lang=en", {"way": "printer"}))
    got = day.printer.printed()
    check.that(b"-" * 32 + b"\n" in got and b"-" * 33 not in got, "and on narrow paper", got)


def invoices(day):
    """Numbers without gaps, money of a receipt once, A4 and a pre-printed form, void by two."""
    wang, zhao, admin, miller = (day.people[name] for name in ("wang", "zhao", "admin", "miller"))
    series = {"code": "A", "prefix": "E-", "station": "E01", "digits": "4", "first_number": "1", "last_number": "0", "form": "plain-a5", "active": True}
    check.that(wang.post("/invoice-series", series).code == "permission_denied" and miller.post("/invoice-series", {**series, "prefix": "a b"}).code == "field_wrong", "a manager sets up numbers")
    made = miller.post("/invoice-series", series)
    check.that(made.status == 200 and made["next_number"] == 1, "a series begins with its first number", made)
    seen = wang.get("/invoice-series?filter.active=true")
    check.that(seen.status == 200 and "A" in [row["code"] for row in seen["rows"]], "the cashier who issues invoices sees from which numbers, though only his own invoices", seen)
    customer = wang.get(f"/sales/{day.first_sale}")["customer"]
    waiting = wang.get(f"/customers/{customer}/open-receipts")
    check.that([row["number"] for row in waiting["receipts"]] == [day.first_sale], "the receipt waits for an invoice", waiting)
    asked = {"series": "A", "receipts": [day.first_sale], "buyer_name": "Li Farm", "buyer_address": "East village 12", "buyer_tax_number": "91330000-7"}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: wang.post("/invoices", asked), range(4)))
    codes = sorted(one.code or "" for one in answers)
    check.that(codes == ["", "receipt_invoiced", "receipt_invoiced", "receipt_invoiced"], "four ask at once, one invoice is issued", codes)
    first = next(one for one in answers if one.status == 200)
    check.that((first["name"], first["total"]) == ("E-0001", "100.00") and sum(float(line["amount"]) for line in first["lines"] if line["kind"] != "tax_inside") == 100, "its lines come to what was paid", first)
    check.that(wang.get(f"/sales/{day.first_sale}")["invoice"] == "E-0001", "the sale says on which invoice it stands")
    sheet = wang.get("/invoices/E-0001?format=pdf&lang=en").bytes
    check.that(sheet.startswith(b"%PDF-"), "on A4", sheet[:20])
    check.that(wang.post("/invoices/E-0001/print", {"way": "printer"}).code == "form_printer_not_set", "a form needs its printer")
    forms = TcpPrinter()
    check.that(admin.put("/tills/E01/T1/form-printer", {"place": "serial:///etc/shadow", "letters": "gb18030"}).code == "printer_not_allowed", "which is opened where printers are")
    check.that(admin.put("/tills/E01/T1/form-printer", {"place": forms.place, "letters": "gb18030"}).status == 200, "a printer of forms")
    printed = wang.post("/invoices/E-0001/print?lang=en", {"way": "printer"})
    with forms.changed:
        forms.changed.wait_for(lambda: forms.bytes.endswith(b"\f"), 60)
    got = forms.taken()
    check.that(printed["first"] and got.startswith(b"\x1b@\x1b2\x1bP\x1bC") and got.endswith(b"\r\f") and b"E-0001" in got and b"Li Farm" in got and b"\x1b$" in got, "each text at its place", got)
    check.that(zhao.post("/invoices/E-0001/void", {"reason": ""}).code == "reason_missing", "void with a reason")
    said = proposed(zhao.post("/invoices/E-0001/void", {"reason": "paper jam"}))[1]
    check.that((said["name"], said["sum"]) == ("Li Farm", "100.00"), "the second person reads whose invoice it is, and over how much", said)
    gone = day.approved("zhao", "/invoices/E-0001/void", {"reason": "paper jam"}, second="miller")
    check.that((gone["state"], gone["void_approved_by"]) == ("void", "miller"), "and by two", gone)
    second = wang.post("/invoices", asked)
    rows = day.people["audit"].get("/invoices?sort=invoice")["rows"]
    check.that([(row["invoice"], row["state"]) for row in rows] == [("E-0001", "void"), ("E-0002", "issued")], "the number stays, the next one follows", rows)
    told = zhao.get("/history?list=invoices&key=A/1")["rows"]
    check.that(any(change["column"] == "state" and change["after"] == "void" and change["said"] == "state.invoice" for step in told for change in step["changes"]), "the row tells who made it void, and under what an invoice's state has its words", told)
    told = [row for row in day.people["audit"].get("/audit?q=invoice_line&page_size=100")["rows"] if str(row["object"]).startswith("invoice_line/A/1/")]
    sums = sorted(one["after"] for row in told for one in row["changes"] if one["column"] == "amount")
    check.that(sums == sorted(line["amount"] for line in first["lines"] if float(line["amount"])), "a line of an invoice, which no list shows alone, is told in money as it stands on the paper", told)
    check.that(day.approved("zhao", "/invoices/E-0002/credit", {"reason": "x"}, second="miller").code == "nothing_to_credit", "nothing of it was undone", second)


def books_stand(day):
    """Everything in the books is as it was written, and the laws of tills and safes hold."""
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, by_the_browser, places, at_the_printer, on_tcp, the_office_hears, drops, counted, house_papers, invoices, books_stand)))
