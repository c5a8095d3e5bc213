"""A full, valid request for every door of the served table (GET /doors): what stands in its address, and its body. A door that is not
here fails the tests that walk the table, so a new route brings its request with it. Used by doors.py; may be used by whoever wants
to send one thing to every door."""
import copy

from house import PASSWORD, new_key

PLAN, DAY = "cn-beijing", "2031-01-01"
ABSENT = "999999"


class Raw:
    """A body that is no JSON."""

    def __init__(self, text, kind):
        self.text, self.kind = text, kind


class Things:
    """What stands in addresses and bodies: rows of the sample utility's first station, and numbers that are nobody's where a door would
    otherwise change what the next one needs."""

    def __init__(self, look):
        """`look`: a client that may read every register."""
        def first(path, name, **wanted):
            query = "&".join(f"filter.{column}={value}" for column, value in wanted.items())
            return look.get(f"{path}?page_size=1&{query}")["rows"][0][name]

        self.account = first("/accounts", "number", station="E01")
        account = look.get(f"/accounts?filter.number={self.account}")["rows"][0]
        self.customer, self.meter, self.point = account["customer"], account["meter"], account["service_point"]
        self.place, self.area = first("/places", "code", station="E01", kind="village"), first("/places", "code", station="E01", kind="area")
        self.version = look.get(f"/customers/{self.customer}")["version"]
        self.serial, self.sale, self.number = "0000000000000001", "R1-999999", ABSENT

    def in_groups(self):
        """The same, numbers of meters and customers as screens and cards show them."""
        out = copy.copy(self)
        out.customer, out.meter = (" ".join(str(number)[at:at + 4] for at in range(0, 12, 4)) for number in (self.customer, self.meter))
        return out


def address(door, things):
    """The address with something in each of its places."""
    words = door["address"].split("/")
    first = words[1]
    named = {"no": things.account, "account": things.account, "meter": things.meter, "service_point": things.point, "area": things.area,
             "serial": things.serial, "station": "E01", "till": "T1", "key": new_key(), "id": PLAN, "from": DAY, "name": "li", "change": "99",
             "well": "W-DOOR", "route": "door", "drop": "1", "day": DAY, "first_day": DAY, "client": "T9", "register": "customers", "draft": "0123456789ABCDEF", "kind": "sale" if first == "slip-templates" else "reason", "table": "customers", "file": "none.json",
             "number": {"customers": things.customer, "meters": things.meter, "sales": things.sale, "receipts": things.sale,
                        "payments": things.sale, "shifts": "1", "deposits": "1", "bench": things.meter, "occupants": "1"}.get(first, things.number),
             "code": {"service-points": things.point, "places": things.place, "stations": "E01", "tills": "T1", "codes": "meter_fault",
                      "reading-plans": "daily"}.get(first, "none")}
    return "/".join(str(named[word[1:-1]]).replace(" ", "%20") if word.startswith("{") else word for word in words)


def _opening(t):
    return {"customer": {"name": "Door", "phone": "1", "identity_number": "", "address": "", "place": t.place, "kind": "person"},
            "service_point": {"code": "P-DOOR", "address": "", "place": t.place}, "meter": "999900000077", "plan": PLAN,
            "usage_class": "domestic", "heads": 1}


CUSTOMER = {"name": "Door", "kind": "person", "phone": "1", "identity_number": "", "address": "", "language": "en"}
REGISTERS = {"alarm": "20.00", "overdraft": "0.00", "close_above": "0.00", "close_directly": True, "friendly_from": "", "friendly_until": "",
             "friendly_weekdays": [], "friendly_days": ""}
REASON = {"reason": "test"}
SLIP = [{"fact": fact} for fact in ("utility", "title", "not_fiscal", "number", "time", "items", "total", "tenders", "reprint")]
PIN = "1234567890"
# Whoever makes somebody's token proves himself once more, and a second person beside him.
TOKEN = {"pin": "48151623", "own": {"password": PASSWORD, "pin": PIN}, "second": {"name": "orlova", "password": PASSWORD, "pin": PIN}}

BODIES = {
    "POST /session": lambda t: {"name": "nobody", "password": "x", "station": "E01", "till": "T1"},
    "DELETE /session": lambda t: {},
    "DELETE /session/others": lambda t: {},
    "POST /session/second-factor/offer": lambda t: {"password": "x"},
    "POST /session/second-factor": lambda t: {"password": "x", "number": 1, "code": "000000"},
    "POST /session/second-factor/give-up": lambda t: {"password": "x", "code": "000000"},
    "POST /session/password": lambda t: {"old": PASSWORD, "new": PASSWORD + " 8"},
    "PUT /session/language": lambda t: {"language": "en"},
    "PUT /session/reader": lambda t: {"reader": ""},
    "PUT /session/till": lambda t: {"station": "E01", "till": "T1"},
    "POST /quotes": lambda t: {"account": t.account, "pay": "10.00", "currency": "CNY"},
    "POST /quotes/opening": lambda t: {**_opening(t), "first_sale": {"pay": "10.00"}},
    "POST /sales": lambda t: {"quote": "none", "client_key": new_key(), "account": t.account, "carrier": "card", "card_session": "none",
                              "tender": "cash", "received": "10.00", "on_pending": "refuse"},
    "POST /sales/{number}/settle": lambda t: {},
    "POST /sales/{number}/move": lambda t: {"to": "card", "card_session": "none"},
    "POST /sales/{number}/take-back": lambda t: {**REASON, "client_key": new_key(), "card_session": "none"},
    "POST /receipts/{number}/print": lambda t: {"way": "browser"},
    "POST /people/slip/print": lambda t: {"way": "browser"},
    "POST /accounts/{no}/changes/{change}/slip/print": lambda t: {"way": "browser"},
    "POST /shifts/{station}/{till}/{number}/slip/print": lambda t: {"way": "browser"},
    "POST /shifts/{station}/{till}/{number}/opening/slip/print": lambda t: {"way": "browser"},
    "POST /shifts/{station}/{till}/{number}/drops/{drop}/slip/print": lambda t: {"way": "browser"},
    "POST /deposits/{station}/{number}/slip/print": lambda t: {"way": "browser"},
    "POST /days/{station}/{day}/slip/print": lambda t: {"way": "browser"},
    "PUT /tills/{station}/{code}/printer": lambda t: {"place": "browser", "roll": "80mm", "letters": "dots", "answers": False, "cuts": True, "kicks_drawer": False},
    "POST /tills/{station}/{code}/printer/test": lambda t: {},
    "PUT /tills/{station}/{code}/form-printer": lambda t: {"place": "", "letters": "ascii"},
    "POST /former-cards": lambda t: {"number": "OLD-DOOR", "account": t.account, "former_state": "in_use", "document": ""},
    "PUT /former-cards/{number}": lambda t: {"former_state": "returned", "version": "none"},
    "POST /invoices": lambda t: {"series": "A", "receipts": [], "buyer_name": "Door", "buyer_address": "", "buyer_tax_number": ""},
    "POST /invoices/{name}/void": lambda t: REASON,
    "POST /invoices/{name}/credit": lambda t: {"series": "", **REASON},
    "POST /invoices/{name}/print": lambda t: {"way": "file"},
    "POST /invoice-series": lambda t: {"code": "DOOR", "prefix": "D-", "station": "", "digits": 4, "first_number": 1, "last_number": 0, "form": "", "active": True},
    "PUT /invoice-series/{code}": lambda t: {"prefix": "D-", "station": "", "digits": 4, "first_number": 1, "last_number": 0, "form": "", "active": True, "version": "0"},
    "POST /shifts/current/drops": lambda t: {"amount": "1.00", "bag": "B1", "taken_by": {"name": "zhao", "password": PASSWORD}},
    "POST /deposits": lambda t: {"amount": "1.00", "bank": "Bank", "bag": "B1", "business_day": DAY, "approved_by": {"name": "miller", "password": PASSWORD}},
    "POST /accounts/open": lambda t: {**_opening(t), "first_sale": {"pay": "10.00"}, "carrier": "card", "client_key": new_key(),
                                      "card_session": "none"},
    "POST /accounts/{no}/remove": lambda t: REASON,
    "POST /accounts/drafts": lambda t: {**_opening(t), "station": "E01"},
    "POST /accounts/{no}/supplement": lambda t: {"amount": "1.00", "reason_code": "goodwill", **REASON, "on_pending": "refuse",
                                                 "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/replace-card": lambda t: {**REASON, "tender": "cash", "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/close": lambda t: {"phase": "order", "purpose": "closing", "with_debt": False, **REASON, "remaining": "", "last_register": "", "leave_in_doubt": False, "leftover": "paid_out",
                                            "to_account": 0, "tender": "cash", "reference": "", "claim_debt": False, "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/swap": lambda t: {"old_meter": t.meter, "meter": {"number": "999900000079", "model": "DDSY1352"}, "last_register": "0.00", "first_register": "0.00",
                                           "remaining": "0.00", "leave_in_doubt": False, "carrier": "card", **REASON, "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/scheme": lambda t: {**REGISTERS, "scheme": "fee_control_line", "meter": {"number": "999900000078", "model": "DDSY1352"}, "last_register": "0.00", "first_register": "0.00",
                                             "remaining": "0.00", "keep_cards": True, **REASON, "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/transfer": lambda t: {"customer": {"name": "Door"}, "hand_over": True, "carrier": "card", **REASON, "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/pay-out": lambda t: {"amount": "1.00", "client_key": new_key()},
    "POST /accounts/{no}/claim": lambda t: {"reason": "moved away", "client_key": new_key()},
    "POST /accounts/{no}/write-off": lambda t: {"reason": "moved away", "client_key": new_key()},
    "POST /cards/{serial}/block": lambda t: REASON,
    "POST /cards/{serial}/unblock": lambda t: REASON,
    "POST /cards/{serial}/pin": lambda t: {"card_session": "none", "old": "123456", "new": "654321"},
    "POST /cards/{serial}/pin/reset": lambda t: {"card_session": "none", "new": "654321"},
    "POST /pump-tools/preview": lambda t: {"tool": "collect"},
    "POST /pump-tools/take-in": lambda t: {"card_session": "none"},
    "POST /pump-tools": lambda t: {"tool": "collect", **REASON, "card_session": "none"},
    "POST /cards/issue": lambda t: {"kind": "clear", "meter": t.meter, **REASON, "card_session": "none"},
    "POST /shifts": lambda t: {"opening_float": "0.00"},
    "POST /shifts/current/close": lambda t: {"counted": "0.00", **REASON},
    "POST /approvals/{number}/approve": lambda t: {"name": "zhao", "password": PASSWORD},
    "POST /approvals/{number}/reject": lambda t: {"name": "zhao", "password": PASSWORD, **REASON},
    "POST /approvals/{number}/withdraw": lambda t: {},
    "POST /customers": lambda t: {**CUSTOMER, "place": t.place},
    "PUT /customers/{number}": lambda t: {**CUSTOMER, "version": t.version},
    "POST /customers/{number}/block": lambda t: REASON,
    "POST /customers/{number}/unblock": lambda t: REASON,
    "POST /service-points": lambda t: {"code": "P-DOOR-2", "address": "", "place": t.place, "area": t.area},
    "PUT /service-points/{code}": lambda t: {"address": "", "version": "none"},
    "POST /meters": lambda t: {"number": "999900000078", "model": "DDSY1352", "maker": "", "ct": 1, "pt": 1},
    "PUT /meters/{number}": lambda t: {"maker": "", "version": "none"},
    "POST /places": lambda t: {"code": "V-DOOR", "kind": "village", "name": "Door", "station": "E01", "parent": ""},
    "PUT /places/{code}": lambda t: {"name": "Door", "version": "none"},
    "POST /stations": lambda t: {"code": "E77", "name": "Door", "receipt_prefix": "R77"},
    "PUT /stations/{code}": lambda t: {"name": "Door", "version": "none"},
    "POST /tills": lambda t: {"station": "E01", "code": "T77", "name": "Door"},
    "PUT /tills/{station}/{code}": lambda t: {"name": "Door", "version": "none"},
    "POST /codes": lambda t: {"kind": "reason", "code": "door", "name_zh": "d", "name_en": "d", "name_ru": "d", "value": "", "active": True},
    "PUT /codes/{kind}/{code}": lambda t: {"name_en": "d", "version": "none"},
    "POST /accounts/{no}/changes": lambda t: {"from": DAY, "plan": PLAN, "usage_class": "trade", "heads": 3, **REASON},
    "POST /accounts/{no}/changes/{change}/withdraw": lambda t: {},
    "POST /plan-preview": lambda t: {"id": PLAN, "version": {"from": DAY, "energy": {"price": "0.5"}}},
    "PUT /plan-drafts": lambda t: {"plan": PLAN, "document": {"version": {"from": DAY}}},
    "POST /plans": lambda t: {"id": PLAN, "version": {"from": DAY}},
    "POST /plans/{id}/versions/{from}/publish": lambda t: {},
    "POST /plans/{id}/versions/{from}/withdraw": lambda t: {},
    "POST /imports/drafts": lambda t: Raw("number,name\n777000000072,Door\n", "text/csv"),
    "POST /imports/drafts/{draft}/columns": lambda t: {"columns": ["number", "name"]},
    "POST /imports/drafts/{draft}/cells": lambda t: {"row": 2, "column": "name", "text": "Door"},
    "POST /imports/drafts/{draft}/write": lambda t: {"choice": "all", "control_total": "0.00"},
    "POST /imports/runs/{number}/undo": lambda t: {},
    "POST /import/{table}": lambda t: Raw("number,name\n777000000071,Door\n", "text/csv"),
    "POST /operators": lambda t: {"name": "door", "full_name": "Door", "roles": ["technician"], "station": "E01", "language": "en"},
    "PUT /operators/{name}": lambda t: {"full_name": "Li", "roles": ["cashier"], "station": "E02", "language": "zh", "version": "none"},
    "POST /operators/{name}/reset": lambda t: {},
    "DELETE /operators/{name}/sessions": lambda t: {},
    "POST /operators/{name}/lock": lambda t: {},
    "POST /operators/{name}/unlock": lambda t: {},
    "POST /clock/confirm": lambda t: {"shown": "2026-11-20T08:00:00Z"},
    "POST /clock/correction": lambda t: {"from": "2099-11-20T08:00:00Z", "to": "2099-11-21T08:00:00Z", "reason": "battery"},
    "POST /accounts/{no}/pay-debts": lambda t: {"amount": "10.00", "client_key": new_key()},
    "POST /stock-lots": lambda t: {"code": "L-DOOR", "model": "DDSY1352", "maker": "", "document": "d", "received": DAY, "station": "", "meters": "990000000001-990000000002", "seals": "", "tested": ""},
    "POST /meter-stock/moves": lambda t: {"move": "issued", "meters": "990000000001", "holder": "", "document": "", "seals": "", "reason": "", "day": ""},
    "POST /card-stock/moves": lambda t: {"card_move": "received", "station": "E01", "product": "user_card", "cards": "10", "box": "B-DOOR", "supplier": "", "document": "", "to": "", "reason": ""},
    "POST /customers/{number}/remove": lambda t: {"reason": ""},
    "POST /outlets": lambda t: {"code": "O-77", "station": "E01", "name": "Door", "contact": "", "credit_limit": "0.00", "sale_limit": "", "day_limit": ""},
    "PUT /outlets/{code}": lambda t: {"version": "none", "name": "Door", "contact": "", "credit_limit": "0.00", "sale_limit": "", "day_limit": ""},
    "POST /outlets/{code}/state": lambda t: {"state": "blocked"},
    "POST /outlets/{code}/moves": lambda t: {"kind": "top_up", "money": "transfer", "amount": "1.00", "reference": "TR-1", "remark": ""},
    "POST /outlets/{code}/commissions": lambda t: {"per_mille": 1, "from": DAY, **REASON},
    "POST /outlets/{code}/clients": lambda t: {"client": "T8", "name": "Door"},
    "POST /outlets/{code}/clients/{client}/rotate": lambda t: {"overlap_hours": 1, "name": "Door"},
    "POST /outlets/{code}/clients/{client}/revoke": lambda t: REASON,
    "POST /sales/{number}/give-back": lambda t: {**REASON, "client_key": new_key()},
    "POST /outlet/quotes": lambda t: {"account": t.account, "amount": "10.00"},
    "POST /outlet/sales": lambda t: {"account": t.account, "amount": "10.00", "client_key": new_key(), "quote": "", "onto_pending": False, "confirmed": []},
    "POST /customers/{number}/merge": lambda t: {"into_customer": t.customer, **REASON},
    "POST /explanations": lambda t: {"meter": t.meter, "kind": "meter_event", "code": "trips", "object": ABSENT, **REASON},
    "POST /visits": lambda t: {"account": t.account, **REASON},
    "POST /visits/{number}/outcome": lambda t: {"outcome": "in_order", "visitor": "tech"},
    "POST /debts": lambda t: {"account": t.account, "kind": "arrears", "document": "bill 1", "amount": "10.00", "rule": "first"},
    "POST /debts/{number}/recovery": lambda t: {"rule": "first", "version": t.version},
    "POST /debts/{number}/interest": lambda t: {"interest": "3", **REASON},
    "POST /debts/{number}/pause": lambda t: {"until": DAY, **REASON},
    "POST /debts/{number}/resume": lambda t: {},
    "POST /debts/{number}/write-off": lambda t: {**REASON},
    "POST /queries": lambda t: {"query": {"subject": "stations", "where": {"field": "code", "value": "E01"}}, "page_size": 10},
    "POST /queries/file": lambda t: {"query": {"subject": "stations"}, "format": "csv", "name": "Door"},
    "POST /saved": lambda t: {"kind": "view", "subject": "stations", "name": "Door", "view": {"filters": {"code": "E01"}, "columns": ["code"]}, "roles": [], "pinned": False},
    "PUT /saved/{number}": lambda t: {"kind": "view", "subject": "stations", "name": "Door", "view": {}, "version": "none"},
    "DELETE /saved/{number}": lambda t: {},
    "POST /saved/{number}/bring-back": lambda t: {},
    "PUT /choices/{name}": lambda t: {"value": "1"},
    "POST /jobs": lambda t: {"kind": "list", "asked": {"list": "codes", "format": "csv"}},
    "POST /jobs/{number}/stop": lambda t: {},
    "POST /jobs/{number}/resume": lambda t: {},
    "POST /notices/seen": lambda t: {"up_to": 0},
    "POST /notices/{number}/seen": lambda t: {},
    "POST /letters/test": lambda t: {"way": "mail", "address": "door@example.org"},
    "POST /letters/{number}/cancel": lambda t: {},
    "POST /letters/{number}/again": lambda t: {},
    "PUT /session/mail": lambda t: {"mail": "", "events": []},
    "POST /sends": lambda t: {"name": "Door", "kind": "report", "asked": {"report": "R07", "format": "csv"}, "rhythm": "monthly", "day": 1},
    "DELETE /sends/{number}": lambda t: {},
    "POST /sends/{number}/bring-back": lambda t: {},
    "POST /settings": lambda t: {"name": "card_fee", "value": "12.00", "from": DAY, **REASON},
    "POST /settings/{number}/withdraw": lambda t: {**REASON},
    "POST /slip-templates/{kind}/preview": lambda t: {"lines": SLIP, "reprint": True},
    "POST /slip-templates/{kind}": lambda t: {"lines": SLIP, "from": DAY, "version": "none", **REASON},
    "POST /slip-templates/{number}/withdraw": lambda t: {**REASON},
    "POST /people-changes/{number}/countersign": lambda t: {},
    "POST /people-changes/{number}/refuse": lambda t: {},
    "POST /verify": lambda t: {},
    "POST /backup": lambda t: {},
    "POST /archives": lambda t: {"year": 2001, **REASON},
    "POST /backups/{file}/restore": lambda t: {"sold": 0, **REASON},
    "POST /session/admission": lambda t: {"reader": "", "pin": PIN},
    "POST /vault/pin": lambda t: {"pin": PIN},
    "POST /reading-plans": lambda t: {"code": "door", "name": "Door", "of_place": "", "items": "0000FF00", "every_hours": 24, "at": "00:30",
                                      "tries_max": 3, "retry_minutes": 10, "state": "stopped"},
    "PUT /reading-plans/{code}": lambda t: {"name": "Door", "version": "none"},
    "POST /reading-routes": lambda t: {"code": "door", "name": "Door", "of_place": "", "day_of_month": 5, "days_around": 3, "state": "stopped", "since": DAY},
    "PUT /reading-routes/{code}": lambda t: {"name": "Door", "version": "none"},
    "POST /reading-days/{route}/{day}/take-in": lambda t: {},
    "POST /reading-days/{route}/{day}/estimate": lambda t: {},
    "POST /reading-days/{route}/{day}/release": lambda t: {},
    "POST /typed-readings": lambda t: {"meter": t.meter, "day": DAY, "energy": "1.00", "read_on": DAY, "remark": ""},
    "POST /reviewed-readings/{meter}/{day}/state": lambda t: {"state": "rejected", "changes": 0, **REASON},
    "POST /areas": lambda t: {"area": t.area, "meter": t.meter, "factor": 1},
    "PUT /areas/{area}": lambda t: {"factor": 1, "version": "none"},
    "POST /purse-applications": lambda t: {"customer": t.customer, "station": "E01", "village": t.place, "area": "", "area_1": "11019977", "area_2": "",
                                           "area_3": "", "area_4": "", "price_class": 1, "remark": ""},
    "POST /purse-applications/{number}/grant": lambda t: {},
    "POST /purse-applications/{number}/refuse": lambda t: REASON,
    "POST /account-applications": lambda t: {"customer": t.customer, "service_point": t.point, "plan": PLAN, "usage_class": "", "heads": 1, "remark": ""},
    "POST /account-applications/{number}/grant": lambda t: {"meter": t.meter, "plan": ""},
    "POST /account-applications/{number}/refuse": lambda t: REASON,
    "POST /purses/look": lambda t: {"card_session": "none"},
    "POST /purses/waterings": lambda t: {"card_session": "none"},
    "POST /purses/settle-hung": lambda t: {"card_session": "none"},
    "POST /purses/clear": lambda t: {"card_session": "none"},
    "POST /accounts/{no}/purse/release": lambda t: {"amount": "0", **REASON, "client_key": new_key(), "card_session": "none"},
    "POST /handhelds": lambda t: {"public_key": "00", "name": "Nobody's", "station": "E01"},
    "POST /handhelds/{number}/withdraw": lambda t: REASON,
    "POST /handhelds/{number}/orders": lambda t: {},
    "POST /hand-overs": lambda t: {"manifest": "{}", "signature": "00", "files": []},
    "POST /hand-overs/{number}/clean": lambda t: {},
    "POST /hand-overs/{number}/receipt": lambda t: {},
    "POST /accounts/{no}/purse/quotes": lambda t: {"pay": "10.00", "card_session": "none"},
    "POST /accounts/{no}/purse/loads": lambda t: {"quote": "none", "client_key": new_key(), "card_session": "none", "tender": "cash"},
    "POST /accounts/{no}/purse/supplement": lambda t: {"amount": "1.00", "reason_code": "goodwill", **REASON, "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/purse/deduct": lambda t: {"amount": "1.00", **REASON, "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/purse/close": lambda t: {"phase": "begin", "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/purse/pay-out": lambda t: {"amount": "1.00", "client_key": new_key()},
    "POST /accounts/{no}/purse/give-up": lambda t: {**REASON, "client_key": new_key()},
    "POST /accounts/{no}/purse/block": lambda t: REASON,
    "POST /accounts/{no}/purse/areas": lambda t: {"area_1": "11019977"},
    "POST /accounts/{no}/purse/replace-card": lambda t: {"client_key": new_key(), "card_session": "none", "tender": "cash"},
    "POST /accounts/{no}/purse/take-over": lambda t: {**REASON, "lost_card": "waits", "client_key": new_key(), "card_session": "none"},
    "POST /accounts/{no}/purse/pay-over": lambda t: {"client_key": new_key(), "card_session": "none"},
    "POST /area-numbers": lambda t: {"number": "11019977", "name": "Door", "village": t.place, "station": "E01", "active": True},
    "PUT /area-numbers/{number}": lambda t: {"name": "Door", "version": "none"},
    "POST /wells": lambda t: {"number": "W-DOOR", "name": "Door", "village": t.place, "area": "", "area_number": "11019977", "usage_class": "",
                              "put_in": "2026-11-01", "depth_m": 80, "pump_w": 7500, "active": True},
    "PUT /wells/{number}": lambda t: {"name": "Door", "version": "none"},
    "POST /well-meters": lambda t: {"well": "W-DOOR", "meter": "999900000078", "first_day": DAY, "last_day": "", "multiplier": 1},
    "PUT /well-meters/{well}/{meter}/{first_day}": lambda t: {"multiplier": 1, "version": "none"},
    "POST /occupants": lambda t: {"service_point": t.point, "name": "Door", "identity": "", "phone": "", "moved_in": "2026-11-01",
                                  "moved_out": ""},
    "PUT /occupants/{service_point}/{number}": lambda t: {"name": "Door", "version": "none"},
    "POST /occupants/{service_point}/{number}/move-out": lambda t: {"last_day": "2026-11-20"},
    "POST /meters/{number}/circuits": lambda t: {"first": "999900000101", "service_point": ""},
    "POST /meters/{number}/circuit-name": lambda t: {"name": "Door"},
    "POST /meters/{number}/parameters": lambda t: {"set": {"04001001": "1.00"}},
    "POST /places/{code}/parameters": lambda t: {"set": {"04001001": "1.00"}},
    "POST /remote-accounts": lambda t: {"account": t.account, **REGISTERS, "register": "0.00"},
    "PUT /remote-accounts/{account}": lambda t: {**REGISTERS, "version": "none"},
    "POST /remote-accounts/{account}/end": lambda t: {"close": False, "register": "0.00"},
    "POST /remote-accounts/{account}/lift": lambda t: {"anew": False, "register": "0.00"},
    "POST /payments": lambda t: {"account": t.account, "amount": "10.00", "tender": "cash", "received": "10.00", "client_key": new_key()},
    "POST /payments/{number}/take-back": lambda t: {**REASON, "client_key": new_key()},
    "PUT /links/{meter}": lambda t: {"address": t.meter, "line": "tcp://127.0.0.1:9", "protocol": "2007", "state": "stopped", "version": "none"},
    "DELETE /links/{meter}": lambda t: {},
    "POST /links/{meter}/lift": lambda t: {},
    "POST /commands/{number}/cancel": lambda t: {},
    "POST /meters/{number}/commands": lambda t: {"kind": "read"},
    "POST /meters/{number}/keys": lambda t: {"what": "download", **REASON},
    "POST /meters/{number}/keys/certificate": lambda t: {},
    "POST /meters/{number}/keys/ukey": lambda t: {"what": "download", "ukey": "none", "pin": PIN, **REASON},
    "POST /office-link": lambda t: {"key": "00", "question": "{}", "signature": "00"},
    "POST /key-office": lambda t: {"fingerprint": "0000-0000-0000-0000", **REASON},
    "POST /keys/counters": lambda t: {"address": "http://127.0.0.1:9", "fingerprint": "0000-0000-0000-0000", **REASON},
    "POST /keys/ceremonies": lambda t: {"purpose": "card_transport", "officers": ["sun", "sokolov"]},
    "POST /keys/ceremonies/{number}/components": lambda t: {"component": "8f" * 16, "repeated": "8f" * 16},
    "POST /keys/ceremonies/{number}/components/to-card": lambda t: {"card": "none", "pin": PIN, "component": "8f" * 16, "repeated": "8f" * 16},
    "POST /keys/ceremonies/{number}/components/from-card": lambda t: {"card": "none", "pin": PIN},
    "POST /keys/ceremonies/{number}/form": lambda t: {},
    "POST /keys/ceremonies/{number}/abandon": lambda t: REASON,
    "POST /keys/factors": lambda t: {"utility_factor": "8f" * 8, "province": "11"},
    "POST /keys/factors/from-card": lambda t: {"card": "none", "pin": PIN},
    "POST /keys/deliver": lambda t: {"version": 1, **REASON},
    "POST /keys/activate": lambda t: {"version": 1, **REASON},
    "POST /keys/destroy": lambda t: {"vault": "office", "purpose": "card", "version": 1, **REASON},
    "POST /keys/devices/{serial}/void": lambda t: REASON,
    "POST /keys/cards/prepare": lambda t: {"card": "2026112000000199"},
    "POST /vault/mother": lambda t: {"mother_pin": "111111", "control_pin": "222222"},
    "POST /keys/devices/{serial}/quota": lambda t: {"amount": "100.00", "count": 5, "valid_to": "2039-12-31", **REASON},
    "POST /keys/devices/{serial}/issues": lambda t: {"issues": 5, **REASON},
    "POST /keys/devices/{serial}/unblock": lambda t: {"pin": PIN},
    "POST /keys/devices/{serial}/contact": lambda t: {},
    "POST /keys/campaigns": lambda t: {"to_version": 2, "refuse_after": "2027-01-01", **REASON},
    "POST /keys/campaigns/{number}/stop": lambda t: REASON,
    "POST /keys/campaigns/{number}/finish": lambda t: REASON,
    "POST /keys/backup/key": lambda t: {"needed": 2, "holders": ["sun", "sokolov", "clark"], **REASON},
    "POST /keys/backup/share": lambda t: {},
    "POST /keys/backup": lambda t: REASON,
    "POST /keys/restore/share": lambda t: {"text": "none"},
    "POST /keys/restore": lambda t: {"file": "none.json", **REASON},
    "POST /keys/people": lambda t: {"name": "fifth", "full_name": "Fifth Officer", "role": "key_officer", "language": "en", **REASON, **TOKEN},
    "POST /keys/people/{name}/token": lambda t: {**REASON, **TOKEN},
    "POST /keys/people/{name}/void": lambda t: REASON,
    "POST /keys/people/{name}/reset": lambda t: REASON,
    "POST /keys/people/{name}/unlock": lambda t: REASON,
    "POST /keys/ukeys": lambda t: {"holder": "E01/T1", "pin": PIN, "valid_to": "2027-01-01", **REASON},
    "POST /keys/ukeys/{serial}/unblock": lambda t: {"pin": PIN},
    "POST /keys/cards/issue": lambda t: {"kind": "user_mother", "card": "none", "mother": "none", "control": "none", **REASON},
    "POST /keys/cards/renew": lambda t: {"card": "none", "version": 2, **REASON},
    "POST /bench/cards": lambda t: {},
    "POST /bench/cards/{id}/copy": lambda t: {},
    "POST /bench/cards/{id}/move": lambda t: {"to": "wallet"},
    "POST /bench/cards/{id}/pull": lambda t: {"at_command": 0},
    "POST /bench/meters": lambda t: {"number": "999900000079", "model": "DDSY1352", "factory": False},
    "POST /bench/meters/{number}": lambda t: {"load_w": 0},
    "POST /bench/meters/{number}/service": lambda t: {"install_keys": False},
    "POST /bench/meters/{number}/line": lambda t: {"on": False},
    "POST /bench/pumps": lambda t: {"number": t.meter, "price": "0.5000", "basis": "energy"},
    "POST /bench/pumps/{number}": lambda t: {"load_w": 0},
    "POST /bench/pumps/{number}/swipe": lambda t: {"card": "c1"},
    "POST /bench/pumps/{number}/module": lambda t: {"module": "own"},
    "POST /bench/pumps/{number}/line": lambda t: {"on": False},
    "POST /bench/clock": lambda t: {"advance_s": 0},
}


def body(door, things):
    """The full body of a door; None of a GET. KeyError: a door without one."""
    if door["method"] == "GET":
        return None
    return BODIES[f"{door['method']} {door['address']}"](things)


def knock(client, door, things, more=None):
    """One request at a door, with its whole body; `more`: members beside it."""
    path, content = address(door, things), body(door, things)
    if isinstance(content, Raw):
        return client.call(door["method"], path, raw=content.text, headers={"Content-Type": content.kind})
    return client.call(door["method"], path, content if not more else {**content, **more})
