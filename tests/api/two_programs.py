#!/usr/bin/env python3
"""Two programs: stopping either leaves the other working, and what had to be told meanwhile is told when both are there again. One line
per check."""
import hashlib
import http.client
import json
import signal
import socket
import sys
import threading

from house import YES, Checks, Client, Server, new_key, walk
from key_office import Office, on_reader, open_account, own_keys, put

check = Checks()


def sells(office, what):
    wang = office["wang"]
    put(office, office.card, "wallet")
    seen = on_reader(office, office.card)
    quote = wang.post("/quotes", {"account": office.account, "pay": "10.00"})
    sold = wang.post("/sales", {"confirmed": YES, "account": office.account, "quote": quote["id"], "carrier": "card", "tender": "cash", "client_key": new_key(), "card_session": seen["session"], "on_pending": "sum"})
    check.that(sold.status == 200 and sold["outcome"] == "done", what, sold)


def begin(office):
    """Keys of one's own, and a customer with his card."""
    own_keys(office)
    open_account(office)


def one_browser(office):
    """One browser with a page of each program open: cookies know no port."""
    wang, keller = office["wang"], office["keller"]
    jar = {"Cookie": f"{wang.cookie}; {keller.cookie}"}
    check.that(len({cookie.split("=")[0] for cookie in jar["Cookie"].split("; ")}) == 2, "each program has a cookie of its own", jar)
    for client, name in ((wang, "wang"), (keller, "keller")):
        seen = client.call("GET", "/session", headers=jar)
        check.that(seen["signed_in"] and seen["operator"]["name"] == name, f"{name} stays signed in where he is", seen)


def without_the_office(office):
    """The key office ends; the counters sell."""
    office.server.office.process.send_signal(signal.SIGTERM)
    check.that(office.server.office.process.wait(timeout=60) == 0, "the office ends by itself when it is asked to")
    sells(office, "the counters sell without it")
    office.server.office.start()
    office.sign_in("keller", "orlova", "novak", "sun", "sokolov")
    check.that(office["novak"].get("/keys/counters")["waiting"] == 0, "it is there again, and nothing waits")


def without_the_counters(office):
    """The counters end; the office works, and what they must know waits for them."""
    office.server.process.send_signal(signal.SIGTERM)
    check.that(office.server.process.wait(timeout=60) == 0, "the server that sells ends by itself when it is asked to")
    formed = office.form("seed", {"sun": office.secret(), "sokolov": office.secret()})
    check.that(formed.status == 200 and formed["version"] == 2, "the officers form the next version meanwhile", formed)
    done = office.with_two("/keys/deliver", {"version": 2, "reason": "while they are away"})
    check.that(done.status == 200, "it is delivered: the keys are closed for their token", done)
    seen = office["novak"].get("/keys/counters")
    check.that(seen["waiting"] > 0 and seen["trouble"] == "counters_away" and seen["answers"] is None, "what they must know waits, and the page says why", seen)
    tree = office["novak"].get("/keys/vaults")
    check.that(tree["counters"]["health"] == "counters_away", "nobody pretends to know how their vault is", tree)
    office.server.start()
    told = office["novak"].poll("/keys/counters", lambda a: a["waiting"] == 0 and a["trouble"] is None, "the counters' word")
    check.that(told["messages"] > 0, "when they are there again they are told", told)
    office.sign_in("wang", station="E01", till="T1")
    sealing = {(row["purpose"], row["version"]): row["agrees"] for row in office["novak"].get("/keys/tree")["versions"] if row["vault"] == "sealing"}
    check.that(sealing[("credit", 2)] is True, "their token has the new keys", sealing)
    sells(office, "and they sell")


class OtherCounters(Server):
    """The server that sells, on a new machine with a new folder: the old one burnt."""

    def __init__(self, office, *flags):
        self.flags = [*Server.flags, "--key-office", str(office.server.office.data / "root_public_key.der"), *flags]
        super().__init__()

    def fingerprint(self):
        digits = hashlib.sha256((self.folder / "data/root_public_key.der").read_bytes()).hexdigest()[:16].upper()
        return "-".join(digits[at:at + 4] for at in range(0, 16, 4))


def other_counters(office):
    """The counters burn down with their books; others are confirmed, and told everything from the beginning."""
    office.server.process.send_signal(signal.SIGKILL)
    office.server.process.wait()
    other = OtherCounters(office)
    try:
        where = {"address": f"http://127.0.0.1:{other.port}", "reason": "a new machine"}
        wrong = office.with_two("/keys/counters", {**where, "fingerprint": "0000-0000-0000-0000"})
        check.that(wrong.code == "counters_not_there", "not under another fingerprint", wrong)
        done = office.with_two("/keys/counters", {**where, "fingerprint": other.fingerprint()})
        check.that(done.status == 200 and done["counters"] == other.fingerprint(), "two managers confirm them by their fingerprint", done)
        office["novak"].poll("/keys/counters", lambda a: a["waiting"] == 0 and a["trouble"] is None, "the new counters' word")
        for version, step in ((1, "deliver"), (2, "deliver"), (2, "activate")):
            done = office.with_two(f"/keys/{step}", {"version": version, "reason": "a new vault"})
            check.that(done.status == 200, f"the county's keys of version {version} once more: {step}", done)
        told = office["novak"].poll("/keys/counters", lambda a: a["waiting"] == 0 and a["trouble"] is None, "the new counters' word")
        check.that(told["answers"] == other.fingerprint(), "they have been told", told)
        apart = [(row["purpose"], row["version"]) for row in office["novak"].get("/keys/tree")["versions"] if row["vault"] == "sealing" and not row["agrees"]]
        check.that(apart == [("card_transport", 1)], "books and new vault agree on every key but the supplier's, which officers enter again", apart)
    finally:
        other.close()


def counters_of_another_county(office):
    """Counters that were begun for another county: cards would say one county and their keys come out of the other, for ever"""
    other = OtherCounters(office, "--county", "33010200")
    try:
        done = office.with_two("/keys/counters", {"address": f"http://127.0.0.1:{other.port}", "reason": "a second house", "fingerprint": other.fingerprint()})
        check.that(done.status == 200, "two managers confirm them", done)
        told = office["novak"].poll("/keys/counters", lambda a: a["trouble"] not in (None, "counters_away"), "the other counters' word")
        check.that(told["trouble"] == "county_differs" and told["waiting"] > 0, "they take no message of an office that was begun for another", told)
        for step in ("deliver", "activate"):
            asked = office["keller"].post(f"/keys/{step}", {"version": 2, "reason": "a second house"})
            check.that(asked.code == "county_differs" and asked["details"] == {"office": "13092500", "counters": "33010200"}, f"nor may anybody {step} keys for them, and the refusal says which is which", asked)
    finally:
        other.close()


class Listener:
    """Somebody on the way between the programs, who keeps what the office asks."""

    def __init__(self, port):
        self.port, self.heard, self.door = port, [], socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            near, _ = self.door.accept()
            far = socket.create_connection(("127.0.0.1", self.port))
            threading.Thread(target=self.carry, args=(near, far, self.heard), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, []), daemon=True).start()

    @staticmethod
    def carry(source, target, kept):
        try:
            while data := source.recv(1 << 16):
                kept.append(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # either side has gone

    def questions(self):
        """The bodies, the newest last."""
        return [json.JSONDecoder().raw_decode(part.decode())[0] for part in b"".join(self.heard).split(b"\r\n\r\n") if part.startswith(b"{")]


def heard_once(office):
    """Who keeps a question of the office and asks it again is told nothing, and changes nothing of it."""
    listener = Listener(office.server.port)
    known = office["novak"].get("/keys/counters")
    moved = office.with_two("/keys/counters", {"address": f"http://127.0.0.1:{listener.door.getsockname()[1]}", "fingerprint": known["counters"], "reason": "another cable"})
    check.that(moved.status == 200, "the counters are reached another way", moved)
    office["novak"].poll("/keys/counters", lambda a: a["waiting"] == 0 and a["trouble"] is None, "the counters' word")
    office["novak"].get("/keys/vaults")
    asked = listener.questions()
    if not check.that(asked and {"key", "question", "signature"} <= set(asked[-1]), "what the office asks can be overheard", asked[-1:]):
        return
    stranger = Client(office.server)
    check.that(json.loads(asked[0]["question"])["what"] == "hello", "the first of it is who they are", asked[0])
    for what, question in (("the first", asked[0]), ("the newest", asked[-1])):
        told = stranger.post("/office-link", question)
        again = json.loads(told["answer"])
        check.that(again.get("error", {}).get("code") == "question_old" and told["signature"] == "", f"{what} question is answered once, and the counters' pair signs nothing more for it", told)
    for name, text in (("question", asked[-1]["question"].replace("{", "{ ", 1)), ("signature", "00" + asked[-1]["signature"][2:]), ("key", asked[-1]["key"][:-2] + "00")):
        other = stranger.post("/office-link", {**asked[-1], name: text})
        check.that(other.code == "question_forged", f"with another {name} it is nobody's", other)


def strangers(office):
    """Nobody else speaks for the office or for the counters."""
    knocked = Client(office.server).post("/office-link", {"key": "00", "question": "{}", "signature": "00"})
    check.that(knocked.code == "question_forged", "what the office did not sign is refused", knocked)
    office.sign_in("miller", first=True)
    check.that(office["miller"].get("/key-office")["strangers"] == [], "and nobody is shown to managers for it")
    knocks = []
    for _ in range(61):
        line = http.client.HTTPConnection("127.0.0.1", office.server.port, timeout=60, source_address=("127.0.0.9", 0))
        line.request("POST", "/api/v1/office-link", json.dumps({"key": "00", "question": "{}", "signature": "00"}), {"Content-Type": "application/json"})
        knocks.append(json.loads(line.getresponse().read())["code"])
        line.close()
    check.that(knocks[0] == "question_forged" and knocks[-1] == "rate_limited", "nor is it looked at for ever", knocks[-3:])
    check.that(office["wang"].get("/key-office").code == "permission_denied", "a cashier confirms no office")
    elsewhere = office["keller"].post("/keys/counters", {"address": f"http://127.0.0.1:{office.server.office.port}", "fingerprint": "0000-0000-0000-0000", "reason": "test"})
    check.that(elsewhere.status >= 400, "who does not answer as counters is not taken for them", elsewhere)


if __name__ == "__main__":
    sys.exit(walk(check, lambda server: Office(server, check), (begin, one_browser, without_the_office, without_the_counters, heard_once, strangers, other_counters, counters_of_another_county), office=True))
