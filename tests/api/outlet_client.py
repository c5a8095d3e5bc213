#!/usr/bin/env python3
"""A terminal of an outlet, as its own programmer would write it after docs/outlets.md: nothing of ours, only hmac and http. As a program:
outlet_client.py HOST:PORT KEY SECRET ACCOUNT AMOUNT looks the customer up, quotes, sells and prints the balance."""
import datetime
import hashlib
import hmac
import http.client
import json
import sys
import uuid

BASE = "/api/v1"


def signature(secret, method, target, body, time, nonce):
    """What stands behind `signature=`: six lines under the terminal's key."""
    text = "\n".join(["KWOTA-HMAC-SHA256-1", method, target, hashlib.sha256(body).hexdigest(), time, nonce])
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


class Terminal:
    def __init__(self, address, key, secret):
        self.address, self.key, self.secret = address, key, secret
        self.behind = datetime.timedelta()  # of the server's clock, as it said itself

    def now(self):
        return (datetime.datetime.now(datetime.timezone.utc) + self.behind).strftime("%Y-%m-%dT%H:%M:%SZ")

    def authorization(self, method, target, body, time=None, nonce=None):
        time, nonce = time or self.now(), nonce or uuid.uuid4().hex
        return f"Kwota-HMAC-SHA256 key={self.key}, time={time}, nonce={nonce}, signature={signature(self.secret, method, target, body, time, nonce)}"

    def send(self, method, target, body=b"", authorization=None):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        headers = {"Authorization": authorization or self.authorization(method, target, body)}
        if body:
            headers["Content-Type"] = "application/json"
        connection.request(method, target, body or None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")

    def ask(self, method, path, content=None):
        """Asks; a terminal whose clock is wrong learns the time from the refusal, and asks once more."""
        body = b"" if content is None else json.dumps(content).encode()
        status, answer = self.send(method, BASE + path, body)
        if status >= 400 and answer.get("code") == "signature_stale":
            theirs = datetime.datetime.fromisoformat(answer["details"]["now"].replace("Z", "+00:00"))
            self.behind = theirs - datetime.datetime.now(datetime.timezone.utc)
            status, answer = self.send(method, BASE + path, body)
        return status, answer

    def sell(self, account, amount, client_key=None, **more):
        return self.ask("POST", "/outlet/sales", {"account": account, "amount": amount, "client_key": client_key or uuid.uuid4().hex, **more})


if __name__ == "__main__":
    terminal = Terminal(*sys.argv[1:4])
    account, amount = sys.argv[4:6]
    for answer in (terminal.ask("GET", f"/outlet/customers/{account}"), terminal.ask("POST", "/outlet/quotes", {"account": account, "amount": amount}),
                   terminal.sell(account, amount, confirmed=["large_sale", "median", "second_sale"]), terminal.ask("GET", "/outlet/balance")):
        print(*answer)
