#!/usr/bin/env python3
"""Letters from outside: a mail relay of our own that takes, puts off, refuses, breaks off; a gateway for short messages; a server that is killed between its
journal and the relay's answer. What the bell tells, what is made by plan, what customers want. Every answer is held against openapi.json. One line per check."""
import datetime
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import os
import socket
import ssl
import subprocess
import sys
import threading

sys.path.append("/usr/lib/python3/dist-packages")  # of Debian, also for another python beside its own
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from house import KWOTA, Port, Server, walk
from run import Day, check, opening

RELAY_USER, RELAY_PASSWORD = "kwota", "of the relay 4711"
DAY_S = 86_400


class Relay:
    """Takes what comes after TLS and a password; `mode` says what it answers to the next letters."""

    def __init__(self, folder):
        self.key, self.certificate = folder / "relay.key", folder / "relay.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.key, "-out", self.certificate, "-days", "9999",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        self.mode, self.taken, self.held, self.come = "take", [], threading.Event(), threading.Event()
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(self.certificate, self.key)
        self.controller = Controller(self, hostname="127.0.0.1", port=0, tls_context=self.context, require_starttls=True, auth_required=True, authenticator=self.proved)
        self.controller.port = int(Port())
        self.controller.start()
        self.url = f"smtp+starttls://localhost:{self.controller.port}"

    def proved(self, _server, _session, _envelope, _mechanism, data):
        return AuthResult(success=(data.login, data.password) == (RELAY_USER.encode(), RELAY_PASSWORD.encode()), handled=False)

    async def handle_DATA(self, server, _session, envelope):
        if self.mode == "later":
            return "451 4.3.0 not now"
        if self.mode == "never":
            return "554 5.7.1 no such mailbox"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        if self.mode in ("cut", "held"):
            self.come.set()
            server.transport.abort()
            return "250 never heard"
        return "250 taken"

    def newest(self):
        return self.taken[-1][1]


class FromTheFirstByte(Controller):
    """A relay that speaks TLS before it says anything."""

    def __init__(self, relay):
        super().__init__(relay, hostname="127.0.0.1", port=0, ssl_context=relay.context, auth_required=True, auth_require_tls=False, authenticator=relay.proved)
        self.port = int(Port())

    def _trigger_server(self):
        """Its own first call, by which it sees that it is there: by whom it is vouched for is the program's question."""
        with socket.create_connection((self.hostname, self.port)) as call, ssl._create_unverified_context().wrap_socket(call) as closed:
            closed.recv(1024)


class Silent:
    """Takes the call, and says nothing until it is let go."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.called, self.go = self.socket.getsockname()[1], threading.Event(), threading.Event()
        threading.Thread(target=self.hold, daemon=True).start()

    def hold(self):
        call, _ = self.socket.accept()
        self.called.set()
        self.go.wait()
        call.close()
        self.socket.close()


class Closed:
    """A relay that is not well: it refuses whoever comes, or the sender, before it has heard of a recipient."""

    def __init__(self, **says):
        self.socket, self.says = socket.create_server(("127.0.0.1", 0)), says
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            call, _ = self.socket.accept()
            with call, call.makefile("rb") as lines:
                call.sendall(self.says.get("greeting", "220 here").encode() + b"\r\n")
                for line in lines:
                    verb = line.split()[0].decode().upper()
                    call.sendall(self.says.get(verb, "250 well").encode() + b"\r\n")
                    if verb == "QUIT":
                        break


class Gateway(http.server.BaseHTTPRequestHandler):
    """Takes short messages, answers as it is told."""
    status, messages = 204, []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Gateway.messages.append((self.path, dict(self.headers), body))
        self.send_response(Gateway.status)
        if Gateway.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def said_in(mail):
    return mail.get_body().get_content().replace("\r\n", "\n").strip()


class Posting(Day):
    def set(self, name, value):
        """Before the first shift the administrator sets alone."""
        return self.people["admin"].post("/settings", {"name": name, "value": value, "reason": "letters"})

    def test_letter(self, way="mail", address="wang@example.org"):
        return self.people["miller"].post("/letters/test", {"way": way, "address": address})

    def ended(self, number, *states, who="miller"):
        return self.people[who].poll(f"/letters/{number}", lambda a: a["state"] in states, f"letter {number} {states}")

    def failed_once(self, number, failure):
        return self.people["miller"].poll(f"/letters/{number}", lambda a: a["failure"] == failure and not a["under_way"], f"letter {number} {failure}")


def nothing_set(day):
    """Without a relay nothing leaves, and the letter says so."""
    miller, wang = day.people["miller"], day.people["wang"]
    check.that(miller.get("/letters/ways").json == {"mail": False, "message": False, "signs_in": False}, "no way is set")
    letter = day.failed_once(day.test_letter()["number"], "no_relay")
    check.that(letter["state"] == "waiting" and letter["tries"] == 0 and not letter["perhaps_twice"], "it waits, and nothing was tried", letter)
    gone = miller.post(f"/letters/{letter['number']}/cancel")
    check.that(gone["state"] == "cancelled" and gone["cancelled_by"] == "miller" and gone["next_try"] is None, "it is given up", gone)
    check.that(miller.post(f"/letters/{letter['number']}/cancel").code == "letter_ended", "once")
    check.that(wang.get("/letters").code == wang.post("/letters/test", {"way": "mail", "address": "a@b.cn"}).code == "permission_denied", "a cashier has nothing to do with it")
    zhao = day.people["zhao"]
    check.that(zhao.get("/letters").status == 200 and zhao.post(f"/letters/{letter['number']}/again").code == "permission_denied", "who reads them sends none")


def gates(day):
    """What is no address comes no further."""
    for name, value, code in (("mail_relay", "smtp://localhost", "bad_relay"), ("mail_relay", "http://localhost:25", "bad_relay"), ("mail_relay", "smtps://a b:465", "bad_relay"),
                              ("mail_from", "Kwota <kwota@example.org>", "bad_mail_address"), ("mail_user", "two words", "bad_mail_user"), ("message_address", "http://example.org/sms", "bad_gateway"),
                              ("message_address", "https://user:word@example.org/", "bad_gateway"), ("message_address", "file:///etc/passwd", "bad_gateway"), ("letter_foot_en", "x" * 301, "text_too_long")):
        check.that(day.set(name, value).code == code, f"{name} is not {value[:30]}", day.set(name, value))
    for address in ("a@b.cn\r\nBcc: c@d.cn", "a@b.cn,c@d.cn", "<a@b.cn>", "a b@c.cn", "a@-b.cn", "a@b.cn>\nRCPT TO:<c@d.cn", '"a b"@c.cn', "@b.cn", "-oX@b.cn"):
        answer = day.test_letter(address=address)
        check.that(answer.code in ("bad_mail_address", "text_character"), f"no letter to {address!r}", answer)
    check.that(day.test_letter("message", "+86 138 0000 abcd").code == "bad_phone" and day.test_letter("pigeon").code == "field_malformed", "no message to what is no phone, no way that there is not")
    day.set("mail_from", "utility@example.org")
    day.set("mail_user", RELAY_USER)
    set_to = day.set("mail_relay", day.server.relay.url)
    check.that(set_to["value"] == day.server.relay.url and set_to["before"] == "", "a relay is set", set_to)
    check.that(day.people["miller"].get("/letters/ways").json == {"mail": True, "message": False, "signs_in": True}, "and the page says so, without its name")


def password(day):
    """The password is a file that its owner alone may read, and is told nowhere."""
    file, relay = day.server.folder / "data/mail_password", day.server.relay
    number = day.test_letter()["number"]
    check.that(day.failed_once(number, "no_secret")["tries"] == 0, "without the file nothing is tried")
    file.write_text(RELAY_PASSWORD + "\n")
    file.chmod(0o644)
    day.people["miller"].post(f"/letters/{number}/again")
    check.that(day.failed_once(number, "no_secret")["tries"] == 0 and not relay.taken, "nor with one that others may read")
    file.chmod(0o600)
    day.people["miller"].post(f"/letters/{number}/again")
    sent = day.ended(number, "sent", "failed")
    check.that(sent["state"] == "sent" and sent["tries"] == 1 and sent["answer_code"] == 250 and sent["ended"], "then it leaves", sent)
    (to, mail) = relay.taken[-1]
    check.that(to == ["wang@example.org"] and mail["message-id"] == f"<{sent['message_id']}>" and mail["from"].addresses[0].addr_spec == "utility@example.org" and mail["auto-submitted"] == "auto-generated", "with its number, from the utility", mail.as_string())
    utility = day.people["admin"].get("/session")["utility"]["name"]
    check.that(utility in mail["subject"] and said_in(mail) == sent["text"].strip(), "its letters are of all alphabets", mail["subject"])
    check.that(day.people["miller"].post(f"/letters/{number}/again").code == "letter_sent", "what was taken is not sent again")
    day.server.output = (day.server.folder / "output.txt").read_text()
    everything = day.server.output + json.dumps([day.people["audit"].get("/audit?page_size=200").json, day.people["admin"].get("/settings").json, day.people["miller"].get("/letters").json])
    check.that(RELAY_PASSWORD not in everything and not any(RELAY_PASSWORD.encode() in one.read_bytes() for one in (day.server.folder / "data").glob("books*")), "the password stands in no answer, no log and not in the books")


def bad_luck(day):
    """Put off, refused, broken off, not trusted."""
    relay, miller = day.server.relay, day.people["miller"]
    relay.mode = "later"
    later = day.failed_once(day.test_letter()["number"], "refused_later")
    check.that((later["state"], later["tries"], later["answer_code"]) == ("waiting", 1, 451) and later["next_try"], "put off, it waits for its next try", later)
    relay.mode = "never"
    never = day.ended(day.test_letter()["number"], "failed")
    check.that((never["failure"], never["tries"], never["answer_code"]) == ("refused", 1, 554), "refused for good, it is not tried again", never)
    relay.mode = "cut"
    cut = day.failed_once(day.test_letter()["number"], "cut_off")
    check.that(cut["state"] == "waiting" and cut["perhaps_twice"], "broken off behind its last line, nobody knows", cut)
    relay.mode = "take"
    before = len(relay.taken)
    miller.post(f"/letters/{cut['number']}/again")
    check.that(day.ended(cut["number"], "sent")["perhaps_twice"] and relay.newest()["message-id"] == relay.taken[before - 1][1]["message-id"], "told again, it is the same letter by its number")
    miller.post(f"/letters/{later['number']}/again")
    check.that(day.ended(later["number"], "sent")["message_id"] == later["message_id"], "the one that was put off leaves, too")
    day.set("mail_relay", day.server.relay.url.replace("localhost", "127.0.0.1"))
    strange = day.failed_once(day.test_letter()["number"], "not_trusted")
    check.that(strange["state"] == "waiting" and strange["answer_code"] == 0, "a relay of another name gets neither letter nor password", strange)
    port = Port()
    day.set("mail_relay", f"smtps://localhost:{port}")
    check.that(day.failed_once(day.test_letter()["number"], "unreachable")["tries"] == 1, "where nobody listens")
    day.set("mail_relay", f"smtp://relay.example.org:{port}")
    check.that(day.failed_once(day.test_letter()["number"], "not_trusted")["answer_code"] == 0, "no password goes over an open line")
    day.set("mail_relay", relay.url)
    for row in miller.get("/letters?filter.state=waiting")["rows"]:
        miller.post(f"/letters/{row['number']}/cancel")


def not_well(day):
    """A relay that refuses everybody refuses no letter for good."""
    miller = day.people["miller"]
    day.set("mail_user", "")
    for says, failure, state in (({"greeting": "554 5.3.2 in repair"}, "refused_later", "waiting"), ({"EHLO": "550 no", "HELO": "550 no"}, "refused_later", "waiting"), ({"MAIL": "550 who is that"}, "refused_later", "waiting"),
                                 ({"MAIL": "530 5.7.0 sign in first"}, "sign_in_refused", "waiting"), ({"RCPT": "550 nobody of this name"}, "refused", "failed")):
        day.set("mail_relay", f"smtp://localhost:{Closed(**says).port}")
        letter = day.failed_once(day.test_letter()["number"], failure)
        check.that((letter["state"], letter["tries"], letter["perhaps_twice"]) == (state, 1, False), f"{says}: {state}", letter)
        miller.post(f"/letters/{letter['number']}/cancel")
    day.set("mail_user", RELAY_USER)
    day.set("mail_relay", day.server.relay.url)


def first_byte(day):
    """TLS from the first byte: the password and the letter go through it, and not where nobody vouches for the relay."""
    relay = day.server.relay
    closed = FromTheFirstByte(relay)
    closed.start()
    for name, state in (("localhost", "sent"), ("127.0.0.1", "waiting")):
        day.set("mail_relay", f"smtps://{name}:{closed.port}")
        before = len(relay.taken)
        number = day.test_letter()["number"]
        letter = day.ended(number, "sent") if state == "sent" else day.failed_once(number, "not_trusted")
        check.that(letter["state"] == state and len(relay.taken) == before + (state == "sent"), f"smtps://{name}: {state}", letter)
        day.people["miller"].post(f"/letters/{number}/cancel")
    closed.stop()
    day.set("mail_relay", relay.url)


def wrong_password(day):
    """A relay that does not take the password."""
    file = day.server.folder / "data/mail_password"
    file.write_text("another")
    letter = day.failed_once(day.test_letter()["number"], "sign_in_refused")
    check.that(letter["state"] == "waiting" and letter["answer_code"] == 535, "says so, and waits until it is mended", letter)
    file.write_text(RELAY_PASSWORD)
    day.people["miller"].post(f"/letters/{letter['number']}/again")
    check.that(day.ended(letter["number"], "sent")["state"] == "sent", "and leaves")


def killed(day):
    """The server is killed when the relay has the letter and nobody has heard its answer."""
    relay = day.server.relay
    relay.mode = "held"
    relay.come.clear()
    number = day.test_letter()["number"]
    check.that(relay.come.wait(60), "the relay has it")
    day.server.kill()
    relay.mode = "take"
    day.server.start()
    day.again("admin", "miller", "wang", "zhao", "audit")
    day.people["miller"].post(f"/letters/{number}/again")
    sent = day.ended(number, "sent")
    same = {mail["message-id"] for _, mail in relay.taken if mail["message-id"] == f"<{sent['message_id']}>"}
    count = sum(mail["message-id"] in same for _, mail in relay.taken)
    check.that(sent["perhaps_twice"] and count == 2, "it is told twice at most, and is the same letter by its number", (sent, count))


def own_mail(day):
    """What the bell tells, as far as somebody chose it."""
    admin, miller, wang = (day.people[name] for name in ("admin", "miller", "wang"))
    offered = wang.get("/session/mail")
    check.that(offered["mail"] == "" and "job_ended" in offered["offered"] and "backup_old" not in offered["offered"], "a cashier is offered what he would hear", offered)
    check.that(wang.put("/session/mail", {"mail": "wang@b@c", "events": []}).code == "bad_mail_address" and wang.put("/session/mail", {"mail": "", "events": ["war"]}).code == "unknown_event", "what is none is refused")
    check.that(admin.put("/session/mail", {"mail": "admin@example.org", "events": ["job_ended", "job_ended"]})["events"] == ["job_ended"], "somebody wants letters of his jobs")
    check.that(miller.put("/session/mail", {"mail": "miller@example.org", "events": []}).status == 200, "another one only what is made by plan")
    job = admin.post("/jobs", {"kind": "verify", "asked": {}})
    letters = admin.poll("/letters?filter.kind=notice", lambda a: any(row["state"] == "sent" for row in a["rows"]), "the letter of a notice")["rows"]
    check.that(len(letters) == 1 and letters[0]["addressee"] == "admin" and f"Job {job['number']}" in day.server.relay.newest()["subject"], "it comes, once", letters)
    check.that("mail" not in admin.get("/operators?filter.name=admin")["rows"][0], "his address is in no list of operators")


def by_plan(day):
    """A report by plan goes to whoever may have it, made with his own rights."""
    miller, wang, relay = day.people["miller"], day.people["wang"], day.server.relay
    body = {"name": "Übersicht 概览", "kind": "report", "asked": {"report": "R07", "format": "csv"}, "rhythm": "weekly", "day": 1}
    check.that(miller.post("/sends", {**body, "mail_to": ["wang"]}).code == "no_mail_address" and miller.post("/sends", {**body, "mail_to": ["nobody"]}).code == "unknown_operator", "not to whom nothing can be sent")
    made = miller.post("/sends", {**body, "mail_to": ["miller", "admin"]})
    check.that(made["mail_to"] == ["miller", "admin"], "it is wanted as mail", made)
    wang.post("/bench/clock", {"advance_s": 8 * DAY_S})
    day.again("wang", "miller", "admin", "audit", "zhao")
    miller = day.people["miller"]
    letter = miller.poll("/letters?filter.kind=report", lambda a: a["rows"] and all(row["state"] != "waiting" for row in a["rows"]), "the report by mail")["rows"]
    check.that([(row["addressee"], row["state"]) for row in letter] == [("miller", "sent")], "to him who may have it, and to nobody else", letter)
    whole = miller.get(f"/letters/{letter[0]['number']}")
    part = next(relay.newest().iter_attachments())
    file = miller.get(f"/jobs/{whole['job']}/file")
    check.that(part.get_payload(decode=True) == file.bytes and part.get_filename().startswith("R07-") and "Übersicht 概览" in relay.newest()["subject"], "with the file that is his job's", part.get_filename())
    check.that(miller.call("DELETE", f"/sends/{made['number']}").status == 200, "until it is ended")


def messages(day):
    """Short messages go to a gateway, signed."""
    gateway = http.server.HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    miller = day.people["miller"]
    check.that(day.failed_once(day.test_letter("message", "+86 138-0000-0001")["number"], "no_relay")["tries"] == 0, "without a gateway nothing leaves")
    address = f"http://127.0.0.1:{gateway.server_address[1]}/sms?from=kwota"
    check.that(day.set("message_address", address).status == 200, "a gateway is set")
    sent = day.ended(day.test_letter("message", "+86 138-0000-0001")["number"], "sent", "failed")
    path, headers, body = Gateway.messages[-1]
    said = json.loads(body)
    check.that(sent["state"] == "sent" and said["to"] == "+8613800000001" and said["message_id"] == sent["message_id"] and said["text"] == sent["text"], "it takes a message", (sent, said))
    parts = dict(one.strip().split("=", 1) for one in headers["Authorization"].removeprefix("Kwota-HMAC-SHA256 ").split(","))
    key_file = day.server.folder / "data/message.key"
    text = "\n".join(["KWOTA-HMAC-SHA256-1", "POST", path, hashlib.sha256(body).hexdigest(), parts["time"], parts["nonce"]])
    check.that(parts["signature"] == hmac.new(key_file.read_text().strip().encode(), text.encode(), hashlib.sha256).hexdigest() and key_file.stat().st_mode & 0o077 == 0, "signed with the key of the folder, which is its owner's", parts)
    for status, state, failure in ((500, "waiting", "refused_later"), (401, "waiting", "sign_in_refused"), (403, "waiting", "sign_in_refused"), (429, "waiting", "refused_later"), (400, "failed", "refused"), (302, "failed", "refused")):
        Gateway.status, before = status, len(Gateway.messages)
        letter = day.failed_once(day.test_letter("message", "13800000002")["number"], failure)
        check.that((letter["state"], letter["answer_code"]) == (state, status) and len(Gateway.messages) == before + 1, f"{status}: {state}; nobody is sent elsewhere", letter)
        if state == "waiting":
            miller.post(f"/letters/{letter['number']}/cancel")
    Gateway.status = 200


def sealed_messages(day):
    """A gateway behind TLS."""
    relay, miller = day.server.relay, day.people["miller"]
    gateway = http.server.HTTPServer(("127.0.0.1", 0), Gateway)
    gateway.socket = relay.context.wrap_socket(gateway.socket, server_side=True)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    for name, state in (("localhost", "sent"), ("127.0.0.1", "waiting")):
        check.that(day.set("message_address", f"https://{name}:{gateway.server_address[1]}/sms").status == 200, f"the gateway is https://{name}")
        before = len(Gateway.messages)
        number = day.test_letter("message", "13800000003")["number"]
        letter = day.ended(number, "sent") if state == "sent" else day.failed_once(number, "not_trusted")
        check.that(letter["state"] == state and len(Gateway.messages) == before + (state == "sent"), f"{state}: a message goes to whom somebody vouches for", letter)
        miller.post(f"/letters/{number}/cancel")
    check.that(Gateway.messages[-1][1]["Authorization"].startswith("Kwota-HMAC-SHA256 "), "and is signed all the same")
    day.set("message_address", f"https://localhost:{gateway.server_address[1]}/sms")


def stuck(day):
    """A relay that does not answer: short messages leave all the same, and it is one letter that waits for it."""
    relay, silent = day.server.relay, Silent()
    day.set("mail_relay", f"smtp://localhost:{silent.port}")
    day.set("mail_user", "")
    first, second = (day.test_letter()["number"] for _ in range(2))
    check.that(silent.called.wait(60), "the relay has the call")
    message = day.ended(day.test_letter("message", "13800000004")["number"], "sent")
    check.that(message["tries"] == 1, "a short message leaves meanwhile", message)
    check.that(day.people["miller"].get(f"/letters/{second}")["tries"] == 0, "and the letter behind it is not counted as tried")
    silent.go.set()
    check.that(day.failed_once(first, "unreachable")["state"] == "waiting", "let go, it waits for its next try")
    day.set("mail_user", RELAY_USER)
    day.set("mail_relay", relay.url)
    for number in (first, second):
        day.people["miller"].post(f"/letters/{number}/again")
        check.that(day.ended(number, "sent")["state"] == "sent", "and leaves where somebody answers")


def customers(day):
    """A customer who wants it gets his receipt."""
    opening(day)
    zhao, miller, relay = day.people["zhao"], day.people["miller"], day.server.relay
    row = zhao.get(f"/accounts?filter.number={day.account}")["rows"][0]
    one = f"/customers/{row['customer']}"
    customer = zhao.get(one)
    wanted = {"version": customer["version"], "hears_by": "mail"}
    check.that(zhao.put(one, wanted).code == "customer_mail_missing" and zhao.put(one, {**wanted, "mail": "x@y z"}).code == "bad_mail_address", "mail needs an address")
    changed = zhao.put(one, {**wanted, "mail": "customer@example.org", "language": "ru"})
    check.that(changed.status == 200 and changed["hears_by"] == "mail", "he wants mail", changed)
    letter = miller.poll("/letters?filter.kind=receipt", lambda a: a["rows"] and a["rows"][0]["state"] == "sent", "the receipt by mail")["rows"]
    check.that(len(letter) == 1 and letter[0]["object"] == day.first_sale and letter[0]["addressee"] == row["customer"], "he gets his receipt, once", letter)
    to, mail = next((to, mail) for to, mail in relay.taken if to == ["customer@example.org"])
    check.that("квитанция" in mail["subject"] and "100.00" in said_in(mail), "in his language", said_in(mail))


def supplied(day):
    """What he paid for and his meter has not taken in after three days, and new prices of his plan: each once, in his language."""
    relay = day.server.relay
    everybody = ("wang", "miller", "admin", "audit", "zhao", "petrov")

    def later(days):
        day.people["wang"].post("/bench/clock", {"advance_s": days * DAY_S})
        day.again(*everybody)

    def pays():
        seen = day.on_reader(day.card)
        sold = day.sell(day.quote("15.00")["id"], card_session=seen["session"], on_pending="sum")
        check.that(sold.status == 200 and sold["outcome"] == "done", "he pays, and goes home without putting his card into the meter", sold)
        number = sold["sale"]["number"]
        day.people["miller"].poll("/letters?filter.kind=receipt", lambda a: any(row["object"] == number for row in a["rows"]), f"the receipt {number}")
        return number

    def told():
        return [row["object"] for kind in ("credit_waiting", "new_prices") for row in day.people["miller"].get(f"/letters?filter.kind={kind}&sort=number")["rows"]]

    account = day.people["zhao"].get(f"/accounts?filter.number={day.account}")["rows"][0]
    plan = account["plan"]
    paid = pays()
    text = day.people["miller"].get(f"/plans/{plan}")["versions"][-1]["text"]
    check.that(day.people["miller"].post("/plans", {"id": plan, "version": {**text, "from": "2031-03-15"}}).status == 200, "new prices are drafted")
    later(1)
    pays()
    check.that(told() == [], "of a draft, and of what waits since yesterday, nobody hears")
    published = day.approved("miller", f"/plans/{plan}/versions/2031-03-15/publish", {"reason": "dearer"}, second="petrov")
    check.that(published.status == 200, "two publish them", published)
    later(2)
    for kind, object_, says in (("credit_waiting", paid, "15.00"), ("new_prices", f"{day.account}/{plan}/2031-03-15", "2031-03-15")):
        rows = day.people["miller"].poll(f"/letters?filter.kind={kind}", lambda a: a["rows"] and a["rows"][0]["state"] == "sent", kind)["rows"]
        check.that([(row["object"], row["addressee"], row["language"]) for row in rows] == [(object_, account["customer"], "ru")], f"{kind}, to him, in his language", rows)
        letter = day.people["miller"].get(f"/letters/{rows[0]['number']}")
        mail = next(mail for _, mail in reversed(relay.taken) if mail["message-id"] == f"<{letter['message_id']}>")
        check.that(says in said_in(mail), "which says what it is about", said_in(mail))
    before = told()
    later(0)
    for _ in range(2):  # a receipt is written in a round of the house; the second one's begins behind all of the first
        pays()
    check.that(told() == before, "and nothing of it is told twice", told())


def held(day):
    """What waits for the morning and is not so any more by then is dropped, and says why; a letter that nobody got counts as not told."""
    relay, miller, zhao = day.server.relay, day.people["miller"], day.people["zhao"]
    everybody = ("wang", "miller", "admin", "audit", "zhao", "petrov")
    plan = zhao.get(f"/accounts?filter.number={day.account}")["rows"][0]["plan"]
    text = miller.get(f"/plans/{plan}")["versions"][-1]["text"]
    version = f"/plans/{plan}/versions/2031-05-15"
    check.that(miller.post("/plans", {"id": plan, "version": {**text, "from": "2031-05-15"}}).status == 200 and day.approved("miller", f"{version}/publish", {"reason": "dearer"}, second="petrov").status == 200, "new prices are published")
    hour = (datetime.datetime.fromisoformat(zhao.get("/clock")["now"]) + datetime.timedelta(hours=8)).hour  # at the utility
    for name, value in (("quiet_from", hour), ("quiet_to", (hour + 6) % 24)):
        if miller.get(f"/settings/{name}")["value"] == str(value):  # at midnight, or six hours before it: nobody sets what is so
            continue
        check.that(day.approved("miller", "/settings", {"name": name, "value": str(value), "reason": "nights are quiet"}, second="petrov").status == 200, f"{name} {value}")
    day.people["wang"].post("/bench/clock", {"advance_s": 3_700})

    def newest():
        return miller.get("/letters?filter.kind=new_prices&sort=-number")["rows"][0]

    about = f"{day.account}/{plan}/2031-05-15"
    miller.poll("/letters?filter.kind=new_prices&sort=-number", lambda a: a["rows"] and a["rows"][0]["object"] == about, "the letter")
    check.that(newest()["state"] == "waiting" and newest()["tries"] == 0, "it waits for the morning", newest())
    before = len(relay.taken)
    check.that(day.approved("miller", f"{version}/withdraw", {"reason": "by mistake"}, second="petrov").status == 200, "and the prices are withdrawn in the evening")
    day.people["wang"].post("/bench/clock", {"advance_s": 6 * 3_600})
    day.again(*everybody)
    row = miller.poll("/letters?filter.kind=new_prices&sort=-number", lambda a: a["rows"][0]["state"] == "failed", "in the morning")["rows"][0]
    check.that((row["object"], row["failure"], row["tries"]) == (about, "no_longer_so", 0), "nobody reads of prices that do not come", row)
    check.that(all("2031-05-15" not in said_in(mail) for _, mail in relay.taken[before:]), "nothing of it left")


def enemies(day):
    """Hostile texts, and who is not asked."""
    miller, relay = day.people["miller"], day.server.relay
    sends = {"name": "Mine", "kind": "list", "asked": {"list": "sales", "format": "csv"}, "rhythm": "weekly", "day": 1}
    wang = day.people["wang"]
    check.that(wang.post("/sends", {**sends, "kind": "report", "asked": {"report": "R07", "format": "csv"}, "mail_to": ["admin"]}).code == "permission_denied", "a cashier sends nobody else anything")
    check.that(wang.post("/sends", {**sends, "mail_to": []}).status in (400, 422), "a list is not sent by plan")
    refused = miller.post("/settings", {"name": "mail_relay", "value": "smtps://elsewhere.example.org:465", "reason": "alone"})
    check.that(refused.status == 202, "nobody changes where letters go alone", refused)
    day.people["miller"].put("/session/mail", {"mail": "", "events": []})
    sent = day.ended(day.test_letter()["number"], "sent")
    came = [mail["message-id"] for _, mail in relay.taken].count(f"<{sent['message_id']}>")  # beside receipts that are on their way still
    check.that(came == 1 and sent["to_kind"] == "person", "the house goes on", came)
    verified = subprocess.run([KWOTA, "verify", "--json", "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=120)
    check.that(verified.returncode == 0 and json.loads(verified.stdout)["ok"], "kwota verify", verified.stdout)


def begin(server):
    day = Posting(server)
    day.sign_in("admin", server.one_time)
    for name in ("wang", "zhao", "miller", "petrov", "audit", "tech"):
        day.sign_in(name, server.demo_password(name), station="E01", till="T1" if name == "wang" else "")
    return day


class WithRelay(Server):
    """Knows the relay's certificate, as the house of a utility is told it."""

    def start(self):
        if not hasattr(self, "relay"):
            self.relay = Relay(self.folder)
            self.flags = [*Server.flags, "--letter-authorities", str(self.relay.certificate)]
        super().start()


if __name__ == "__main__":
    import house
    house.Server = WithRelay
    os.environ.pop("SSL_CERT_FILE", None)
    sys.exit(walk(check, begin, [nothing_set, gates, password, bad_luck, not_well, first_byte, wrong_password, killed, own_mail, by_plan, messages, sealed_messages, stuck, customers, supplied, held, enemies]))
