#!/usr/bin/env python3
"""The first of the two commands as somebody runs it who wants to sell, not to look: real books in an empty folder, without keys, reader or
people. He has to hear what comes next: whom the key office waits for, and by which command they are named. One line per check."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading

from house import Checks, Port

check = Checks()
ROOT = pathlib.Path(__file__).resolve().parents[2]


def two_ports():
    """One, and the next: the script gives it to the key office."""
    while True:
        first = Port()
        following = socket.socket()
        following.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            following.bind(("127.0.0.1", int(first) + 1))
        except (OSError, OverflowError):
            continue
        return first, following


def health(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/v1/health")
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def first_start(folder):
    first, _following = two_ports()
    running = subprocess.Popen(["script/server", "--port", str(first), "--data", str(folder / "data")], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    watch = threading.Timer(300, os.killpg, (running.pid, signal.SIGKILL))  # a start that never says where it serves
    watch.start()
    said = ""
    try:
        for line in running.stdout:
            said += line
            if "key_people_missing" in line or "is not started" in line:
                break
        check.that(f"kwota keys install --data {folder / 'data-key-office'}" in said, "the key office says who has to be named first, and how", said)
        status, counters = health(int(first))
        check.that(counters["books"] == "real", "the books are real ones", counters)
        check.that(status == 503 and counters["vault"] == "own_keys_missing", "which nobody calls well before there are keys", counters)
    finally:
        watch.cancel()
        os.killpg(running.pid, signal.SIGTERM)
        running.stdout.read()
        running.wait(timeout=60)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kwota-first-"))
    try:
        first_start(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
