#!/usr/bin/env python3
"""Key cards from outside, all the way down to what goes into a meter: the county's pair and what it issues, on two readers; pairs
that do not belong together, copies, PINs, cards torn out, another area, what is void – and meters that are put back, zeroed or told
which cards to refuse. Every answer is held against openapi.json. One line per check."""
import sys

from house import YES, Checks, walk, proposed
from key_desk import CONTROL_PIN, PIN, Pair, alone, away, between_two, blank, copy, county_pairs, issue, issue_pair, lies_there, look, renew, serial
from key_office import Office, encrypt, leaks, on_reader, open_account, own_keys, put, xor

check = Checks()
OTHER_PROVINCE, OTHER_COUNTY = "44010000", "13010000"


def refused(office, kind, pair, **more):
    """The code of an issue that must not happen; the blank card is still blank afterwards."""
    card, done = issue(office, kind, pair, **more)
    seen = look(office, card)
    check.that(seen["standing"] == "none" and seen["next"] == "issue", "  nothing was written", seen)
    return done.code


def begin(server):
    return Office(server, check)


def all_the_way_down(office):
    """From the vault to the county: three pairs, each issued by the one above it."""
    own_keys(office)
    office["wang"].post("/shifts", {"opening_float": "0.00"})
    office.top, office.province, office.county = county_pairs(office)
    device = office["keller"].get(f"/keys/devices/{serial(office, office.county.mother)}")
    check.that(device["code"] == "13092500" and device["pair"] == serial(office, office.county.control), "the county card is the county's, and names its control card", device)
    office.user = issue_pair(office, "user_mother", office.county)
    again = between_two(office, office.county, office.user.mother, "/keys/cards/issue", {"kind": "user_mother", "pin": CONTROL_PIN})
    check.that(again.code == "device_known", "a card in use is not issued again", again)


def areas(office):
    """Two counties never read each other's cards."""
    check.that(refused(office, "county", office.province, code=OTHER_PROVINCE) == "key_card_other_region", "a province card issues no county card of another province")
    check.that(refused(office, "user_mother", office.county, code=OTHER_COUNTY) == "key_card_other_region", "a county card issues no card of another county")
    neighbour, made = issue(office, "county", office.province, code=OTHER_COUNTY)
    check.that(made.status == 200 and made["code"] == OTHER_COUNTY, "a county card of the same province is issued", made)
    control, paired = issue(office, "control", office.province, pair=serial(office, neighbour), pin=CONTROL_PIN)
    check.that(paired.status == 200 and paired["code"] == OTHER_COUNTY, "  and its control card", paired)
    check.that(refused(office, "user_mother", Pair(neighbour, control)) == "key_card_other_region", "with them nothing is issued for ours")


def pairs(office):
    """A mother opens with her own control card alone."""
    wrong = Pair(office.county.mother, office.province.control)
    check.that(refused(office, "user_mother", wrong, control=serial(office, wrong.control)) == "key_card_wrong_pair", "the control card of another pair opens nothing")
    twin = copy(office, office.county.mother)
    check.that(refused(office, "user_mother", Pair(twin, office.county.control), control=serial(office, office.county.control)) == "key_card_copied", "a copied mother card is told from herself, even with her control card")
    alone_code = alone(office, blank(office), "/keys/cards/issue", {"kind": "user_mother", "pin": CONTROL_PIN, "mother": serial(office, twin), "control": ""}).code
    check.that(alone_code == "bad_card_serial", "and without one nothing is even tried", alone_code)
    check.that(refused(office, "province", office.county) == "key_card_wrong_kind", "a county card issues no province card")
    user_card = blank(office)
    check.that(refused(office, "psam", Pair(office.county.mother, user_card), control=serial(office, user_card), terminal="000013092501") == "key_card_expected", "a blank card is no control card")


def pins(office):
    """Three wrong PINs lock a card; the key office gives it a new one."""
    for tries, code in (("2", "key_card_pin_wrong"), ("1", "key_card_pin_wrong"), ("0", "key_card_pin_wrong"), (None, "key_card_pin_locked")):
        _, done = issue(office, "user_mother", office.county, mother_pin="000000")
        check.that(done.code == code and done["details"].get("tries") == tries, f"a wrong PIN: {code}, {tries} tries left", done)
    check.that(refused(office, "user_mother", office.county) == "key_card_pin_locked", "now the right one does not help either")
    put(office, office.county.mother, "reader:0")
    lies_there(office, office.county.mother)
    number = serial(office, office.county.mother)
    check.that(office["keller"].post(f"/keys/devices/{number}/unblock", {"pin": "12"}).code == "bad_pin", "a new PIN has six digits")
    check.that(office["sun"].post(f"/keys/devices/{number}/unblock", {"pin": "777777"}).code == "permission_denied", "an officer does not unblock")
    opened = office["keller"].post(f"/keys/devices/{number}/unblock", {"pin": "777777"})
    check.that(opened.status == 200, "the key office gives it a new PIN", opened)
    away(office, office.county.mother)
    check.that(refused(office, "user_mother", office.county, mother_pin="246810") == "key_card_pin_wrong", "the old one is wrong from then on")
    put(office, office.county.mother, "reader:0")
    lies_there(office, office.county.mother)
    check.that(office["keller"].post(f"/keys/devices/{number}/unblock", {"pin": "246810"}).status == 200, "a PIN can be given again")
    away(office, office.county.mother)
    _, made = issue(office, "user_mother", office.county)
    check.that(made.status == 200, "and opens the card", made)


def torn(office):
    """A card that is taken away while it is written is worthless, says so, and is finished by the same order."""
    card = blank(office)
    order = {"kind": "user_mother", "pin": PIN}
    done = between_two(office, office.county, card, "/keys/cards/issue", order, pull_at=30)
    check.that(done.code == "card_removed", "a card torn out is not issued", done)
    check.that(office["keller"].get(f"/keys/devices/{serial(office, card)}")["state"] == "spoiled", "the books say that it is spoiled")
    seen = look(office, card)
    check.that(seen["standing"] == "half_written" and seen["next"] == "finish", "and so does the card", seen)
    _, finished = issue(office, "user_mother", office.county, card=card)
    check.that(finished.status == 200 and finished["state"] == "active", "the same order finishes it", finished)


def counted(office):
    """The control card counts what its pair issues; two managers allow it more."""
    mother, _ = issue(office, "county", office.province)
    control, made = issue(office, "control", office.province, pair=serial(office, mother), pin=CONTROL_PIN, issues=1)
    check.that(made.status == 200 and made["quota_count"] == 1, "a control card that may issue one card", made)
    pair, number = Pair(mother, control), serial(office, control)
    _, first = issue(office, "user_mother", pair)
    check.that(first.status == 200, "  issues one", first)
    check.that(refused(office, "user_mother", pair) == "control_card_used_up", "  and not another, whatever the books say")
    put(office, control, "reader:0")
    lies_there(office, control)
    path = f"/keys/devices/{number}/issues"
    check.that(office["keller"].post(path, {"issues": 51, "reason": "more"}).code == "bad_issues", "a refill is for a few cards at a time")
    check.that(office["sun"].post(path, {"issues": 1, "reason": "more"}).code == "permission_denied", "an officer allows nothing")
    more = office.with_two(path, {"issues": 1, "reason": "one more counter"})
    check.that(more.status == 200 and more["quota_count"] == 2 and more["used_count"] == 1, "two managers allow it one more", more)
    away(office, control)
    _, second = issue(office, "user_mother", pair)
    check.that(second.status == 200, "  and it issues again", second)
    check.that(refused(office, "user_mother", pair) == "control_card_used_up", "  one")


def meters(office):
    """A key-restore card puts a meter back, once it is told which meter and how long; the meter gets its keys anew over the line."""
    open_account(office)
    office.meter = office["wang"].get("/bench")["meters"][0]["number"]
    for what in ("restore", "download"):
        done = office["keller"].post(f"/meters/{office.meter}/keys", {"what": what, "reason": "our own keys"})
        check.that(done.status == 200, f"the meter of the bench: {what}", done)
    away(office, office.card)
    check.that(visit(office, office.card)["count"] == 1, "it takes the first sale")
    office.restore, made = issue(office, "key_restore", office.county, meter=office.meter, meters_version=1)
    check.that(made.status == 200 and made["valid_to"], "the county card issues a key-restore card, which has a last day", made)
    check.that(refused(office, "key_modify", office.county) == "bad_key_card_order", "a key-modify card without a newer version is none")
    check.that(renew(office, office.restore, office.county).code == "bad_key_card_order", "a card for meters is not renewed")


def clear_cards(office):
    """A clear card of the county card is for one meter and a few days, as the second manager was told; lost, it is declared void like any other."""
    here = {"meter": office.meter}
    check.that(refused(office, "clear", office.county) == "bad_key_card_order", "a clear card for any meter is none")
    for day in ("2020-01-01", "2039-12-31"):
        check.that(refused(office, "clear", office.county, **here, valid_to=day) == "clear_card_days", f"nor one until {day}")
    office.clear, made = issue(office, "clear", office.county, **here)
    check.that(made.status == 200 and made["code"] == office.meter and made["valid_to"], "the county card issues one for one meter, with a last day", made)
    rows = office["novak"].get("/keys/journal?page_size=50")["rows"]
    check.that(any(row["what"] == "device_issued" and row["object"] == f"device/{serial(office, office.clear)}" for row in rows), "  the key journal has it", rows[:3])
    order = {"kind": "clear", "card": serial(office, blank(office)), "mother": serial(office, office.county.mother), "mother_pin": PIN, "control_pin": CONTROL_PIN, "reason": "exchange"}
    asked = office["keller"].post("/keys/cards/issue", {**order, **here})
    check.that(asked.status == 202 and office.meter in proposed(asked)[1].values(), "the second manager is told which meter", asked)
    office["orlova"].post(f"/approvals/{asked['approval']['number']}/approve")
    other = office["keller"].post("/keys/cards/issue", {**order, "meter": "000000000012", "approval": asked["approval"]["number"]})
    check.that(other.status >= 400 and other.code.startswith("approval_"), "what he agreed to serves no other meter", other)
    check.that(renew(office, office.clear, office.county).code == "bad_key_card_order", "a clear card is not renewed")


def visit(office, card):
    put(office, card, f"meter:{office.meter}")
    seen = office["wang"].poll("/bench", lambda a: not next(m for m in a["meters"] if m["number"] == office.meter)["card_busy"], "the end of the visit")
    away(office, card)
    return next(m for m in seen["meters"] if m["number"] == office.meter)


def voided(office):
    """What is void is known at the counter, on a PSAM, and – carried by the customer's own card – at the meter."""
    lost, made = issue(office, "key_restore", office.county, meter=office.meter, meters_version=1)
    check.that(made.status == 200, "another key-restore card", made)
    gone = office.with_two(f"/keys/devices/{serial(office, lost)}/void", {"reason": "lost by the crew"})
    check.that(gone.status == 200, "it is declared void", gone)
    gone = office.with_two(f"/keys/devices/{serial(office, office.clear)}/void", {"reason": "lost by the crew"})
    check.that(gone.status == 200, "and so is a clear card", gone)
    seen = on_reader(office, lost)
    check.that(seen.get("reason_code") == "card_voided", "the counter knows it as void", seen)
    away(office, lost)
    seen = on_reader(office, office.card)
    quote = office["wang"].post("/quotes", {"account": office.account, "pay": "10.00"})
    sold = office["wang"].post("/sales", {"confirmed": YES, "quote": quote["id"], "account": office.account, "carrier": "card", "tender": "cash", "client_key": "11111111-2222-4333-8444-555555555555", "card_session": seen["session"]})
    check.that(sold.status == 200 and sold["outcome"] == "done", "the next sale takes the list along", sold)
    away(office, office.card)
    meter = visit(office, office.card)
    check.that(meter["count"] == 2 and meter["key_state"] == "private", "the meter has sale and list", meter)
    check.that(visit(office, lost)["key_state"] == "private", "the void card does nothing there any more")
    kept = visit(office, office.clear)
    check.that(kept["remaining"] != "0.00" and kept["account_open"], "nor does the void clear card", kept)
    psam, made = issue(office, "psam", office.county, terminal="000013092501")
    put(office, psam, "reader:0")
    # It was issued with the list of that day.
    lost_too = office.with_two(f"/keys/devices/{serial(office, office.user.control)}/void", {"reason": "left in a taxi"})
    check.that({row["serial"] for row in lost_too["void"]} == {serial(office, office.user.mother), serial(office, office.user.control)}, "a control card takes her mother with her", lost_too)
    told = office["keller"].post(f"/keys/devices/{serial(office, psam)}/contact", {})
    check.that(told.status == 200 and told["added"] == 4, "a PSAM learns at its next contact what is void", told)
    check.that(office["keller"].post(f"/keys/devices/{serial(office, psam)}/contact", {})["added"] == 0, "once")
    away(office, psam)
    dead = renew(office, office.user.mother, office.county)
    check.that(dead.code == "card_voided", "a void card gets no new keys", dead)


class OfficerDesk:
    """Officers at the key desk, each with his card, in the ceremony that is open."""

    def __init__(self, office):
        self.office, self.number, self.heard = office, 0, b""

    def begin(self):
        begun = self.office["keller"].post("/keys/ceremonies", {"purpose": "seed", "officers": ["sun", "sokolov"], "suite": "3des"})
        check.that(begun.status == 200, "a ceremony begins", begun)
        self.number = begun["number"]

    def end(self, how, **more):
        return self.office["keller"].post(f"/keys/ceremonies/{self.number}/{how}", more)

    def given(self):
        return self.office["keller"].get(f"/keys/ceremonies/{self.number}")["given"]

    def by_card(self, who, way, card, pin=PIN, pull_at=0, **more):
        """One request with one card on the reader; `pull_at`: a hand takes it away at that command."""
        on_reader(self.office, card)
        self.seen_by_the_office(card, True)
        if pull_at:
            self.office["wang"].post(f"/bench/cards/{card}/pull", {"at_command": pull_at})
        answer = self.office[who].post(f"/keys/ceremonies/{self.number}/components/{way}-card", {"card": serial(self.office, card), "pin": pin, **more})
        self.heard += answer.bytes
        away(self.office, card)
        self.seen_by_the_office(card, False)
        return answer

    def seen_by_the_office(self, card, lies):
        """Two programs look at one reader, each when it comes to it."""
        own = serial(self.office, card)
        self.office["keller"].poll("/keys/cards", lambda a: any(row["serial"] == own for row in a["cards"]) == lies, "the card at the key desk")

    def keep(self, who, card, part, repeated=None, **more):
        return self.by_card(who, "to", card, component=part.hex(), repeated=(repeated or part).hex(), **more)

    def bring(self, who, card, **more):
        return self.by_card(who, "from", card, **more)

    def torn_until_it_is_whole(self, who, card):
        """The vault makes a component, the card is torn out at one command after the other; what it said of itself on the way."""
        said = set()
        for command in range(1, 40):
            done = self.by_card(who, "to", card, pull_at=command)
            if done.status == 200:
                return said, done
            seen = look(self.office, card)["standing"]
            if done.code != "card_removed" or seen == "whole":
                return said | {seen}, done
            said.add(seen)
        raise RuntimeError("it is never written to its end")


def officers(office):
    """An officer's component on his card: written, read back, brought to a later ceremony – by nobody else, with no other PIN."""
    desk, sun, sokolov = OfficerDesk(office), blank(office), blank(office)
    first, second = office.secrets[:2]
    desk.begin()
    for what, code, answer in (("zeros", "weak_key", desk.keep("sun", sun, bytes(16))), ("two different entries", "components_differ", desk.keep("sun", sun, first, second)),
                               ("a PIN of two digits", "bad_pin", desk.keep("sun", sun, first, pin="12")), ("a manager", "not_in_ceremony", desk.keep("keller", sun, first)),
                               ("a blank card", "key_card_expected", desk.bring("sun", sun)), ("another customer's card", "card_not_blank", desk.keep("sun", office.card, first))):
        check.that(answer.code == code, f"{what}: nothing is written", answer)
    check.that(look(office, sun)["standing"] == "none" and desk.given() == 0, "the card is still blank, the ceremony as it was")
    torn = desk.keep("sun", sun, first, pull_at=12)
    check.that(torn.code == "card_removed" and desk.given() == 0, "a card torn out leaves the ceremony as it was", torn)
    check.that(look(office, sun)["standing"] == "half_written" and office["keller"].get(f"/keys/devices/{serial(office, sun)}")["state"] == "spoiled", "it is worthless, and card and books say so")
    check.that(desk.bring("sun", sun).code == "key_card_half_written" and desk.keep("sokolov", sun, second).code == "officer_card_of_another", "it brings nothing, and nobody else finishes it")
    kept = desk.keep("sun", sun, first)
    check.that(kept.status == 200 and kept["given"] == 1 and kept["check_value"] == value_of(first), "its officer finishes it: written, read back, given", kept)
    device = office["keller"].get(f"/keys/devices/{serial(office, sun)}")
    check.that((device["kind"], device["holder"], device["state"]) == ("officer", "sun", "active"), "the books know whose it is", device)
    check.that(desk.bring("sun", sun).code == "component_given", "he gives once")
    check.that(desk.bring("sokolov", sun).code == "officer_card_of_another", "nobody gives a component by another's card")
    check.that(desk.keep("sokolov", sokolov, first).code == "component_of_another", "nor the same component")
    desk.keep("sokolov", sokolov, second)
    before = office.values("office")["seed", 1]
    same = desk.end("form")
    check.that(same.status == 200 and same["check_value"] not in (before, value_of(xor(first, second))), "the components of version 1 once more are another key: the vault's share is never the same", same)
    later(office, desk, sun, blank(office), first)


def later(office, desk, sun, card, first):
    """The next ceremony: one card brings what it holds, another one gets what the vault rolls."""
    desk.begin()
    wrong = desk.bring("sun", sun, pin=CONTROL_PIN)
    check.that(wrong.code == "key_card_pin_wrong" and wrong["details"]["tries"] == "2" and desk.given() == 0, "a wrong PIN brings nothing, and says how many tries are left", wrong)
    brought = desk.bring("sun", sun)
    check.that(brought.status == 200 and brought["check_value"] == value_of(first), "the right one brings the component of before", brought)
    said, last = desk.torn_until_it_is_whole("sokolov", card)
    check.that({"none", "half_written", "whole"} == said and desk.given() == 1, "torn out at each command a card is blank, says that it is half-written, or is whole; the ceremony is as it was", (said, str(last)))
    made = desk.bring("sokolov", card)
    check.that(made.status == 200 and made["given"] == 2, "a whole card whose last answer was lost brings what the vault made", made)
    check.that(office["keller"].get(f"/keys/devices/{serial(office, card)}")["state"] == "active", "  and the books know it as whole from then on")
    formed = desk.end("form")
    check.that(formed.status == 200 and formed["state"] == "formed", "the key is formed of what two cards brought", formed)
    journal = office["novak"].get("/keys/journal?page_size=200")["rows"]
    rows = [(row["what"], row["first"], row["object"].removeprefix("device/"), row["check_value"]) for row in journal]
    for row in (("device_begun", "sun", serial(office, sun), ""), ("device_issued", "sun", serial(office, sun), ""), ("component_brought", "sun", serial(office, sun), ""),
                ("component_not_brought", "sokolov", serial(office, sun), ""), ("component_brought", "sokolov", serial(office, card), "")):
        check.that(row in rows, f"the key journal: {row[0]} by {row[1]}", rows[:12])
    check.that(first.hex().encode() not in desk.heard.lower(), "no answer had a component in it")
    put(office, sun, "reader:0")
    lies_there(office, sun)
    factors = office["keller"].post("/keys/factors/from-card", {"card": serial(office, sun), "pin": PIN})
    check.that(factors.code == "factors_fixed", "the card has the factors of the tree, which stand by now", factors)
    away(office, sun)


def value_of(component):
    return encrypt(component, bytes(8))[:3].hex().upper()


def put_back(office):
    """The tool cards of the crew under the utility's own keys: one zeroes the meter, one puts it back to the factory."""
    office.sign_in("tech", first=True, station="E01", till="T1")
    tool = blank(office)
    session = on_reader(office, tool)["session"]
    order = {"kind": "clear", "meter": office.meter, "reason": "exchange", "card_session": session}
    preset = office["tech"].post("/cards/issue", {"kind": "preset", "plan": "none", "reason": "new meters", "card_session": session})
    check.that(preset.code == "preset_needs_factory_keys", "no preset card under keys that a meter from the factory would not believe", preset)
    asked = office["tech"].post("/cards/issue", order)
    check.that(asked.status == 202, "a technician alone makes no clear card", asked)
    office.sign_in("zhao", first=True, station="E01", till="T2")
    office["zhao"].post(f"/approvals/{asked['approval']['number']}/approve")
    made = office["tech"].post("/cards/issue", {**order, "approval": asked["approval"]["number"]})
    check.that(made.status == 200, "with a second person he does, under the utility's own keys", made)
    away(office, tool)
    meter = visit(office, tool)
    check.that(meter["remaining"] == "0.00" and not meter["account_open"], "the meter believes it and is zeroed", meter)
    check.that(visit(office, office.restore)["key_state"] == "public", "the key-restore card puts it back to its works keys")
    check.that(visit(office, office.restore)["key_state"] == "public", "  and has nothing more to do there")
    journal = {row["what"] for row in office["novak"].get("/keys/journal?page_size=200")["rows"]}
    check.that({"device_issued", "device_spoiled", "device_void", "pin_unblocked", "void_list_brought"} <= journal, "the key journal has every step", journal)
    report = office["novak"].post("/verify")
    check.that(report.status == 200 and report["ok"], "the books verify", report)
    office.know_seeds()
    office.server.office.kill()
    office.server.kill()
    _, outside, summary = leaks(office)
    check.that(summary and not outside, f"no key stands anywhere but in the chips of the key cards: {summary}", outside[:5])


if __name__ == "__main__":
    sys.exit(walk(check, begin, (all_the_way_down, areas, pairs, pins, torn, counted, meters, clear_cards, voided, officers, put_back), office=True))
