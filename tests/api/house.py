"""A server of its own for a test, and clients that hold every answer against openapi.json."""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KWOTA = os.environ.get("KWOTA", str(ROOT / "build/release/apps/kwota"))
PASSWORD = "kept in the safe 7"
POLLS_MAX = 6_000  # some two minutes
POLLS_IN_A_ROW = 50
# A cashier who says yes to whatever is unusual about a sale or a payment.
YES = ["large_sale", "median", "second_sale", "tariff_changes", "overdraft"]


def says_what_is_missing(text):
    """Whether a file says, in whichever language, that columns stayed behind that tell of persons."""
    flat = " ".join(text.split())
    return any(json.loads((ROOT / f"lang/{language}.json").read_text())["file.left_out"].split("{")[0].strip() in flat for language in ("en", "zh", "ru"))


class Checks:
    """One line per check; a failed one does not stop the others."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def that(self, ok, what, seen=""):
        self.passed, self.failed = self.passed + bool(ok), self.failed + (not ok)
        print(f"{'ok    ' if ok else 'FAILED'} {what}" + ("" if ok else f"   seen: {str(seen)[:600]}"), flush=True)
        return bool(ok)


def valid(value, schema, document, at="answer"):
    """What does not fit, as a list of sentences; an own small part of JSON Schema, as much as openapi.json uses."""
    if "$ref" in schema:
        target = document
        for step in schema["$ref"][2:].split("/"):
            target = target[step]
        return valid(value, target, document, at)
    wrong = []
    for part in schema.get("allOf", []):
        wrong += valid(value, part, document, at)
    if "oneOf" in schema and not any(not valid(value, one, document, at) for one in schema["oneOf"]):
        wrong += valid(value, schema["oneOf"][0], document, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    fits = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    def is_a(kind):
        return (isinstance(value, int) and not isinstance(value, bool)) if kind == "integer" else isinstance(value, fits[kind])

    if kinds and not any(is_a(kind) for kind in kinds):
        return wrong + [f"{at} is {type(value).__name__}, not {'/'.join(kinds)}"]
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{at} is {value!r}, none of {schema['enum']}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        wrong.append(f"{at} is {value!r}, not like {schema['pattern']}")
    if isinstance(value, dict):
        wrong += [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
        for name, part in value.items():
            inside = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            if isinstance(inside, dict):
                wrong += valid(part, inside, document, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, part in enumerate(value):
            wrong += valid(part, schema["items"], document, f"{at}[{index}]")
    return wrong


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.bytes = status, headers, body
        self.type = headers.get("content-type", "").split(";")[0]
        self.json = json.loads(body) if self.type.endswith("json") and body else None

    @property
    def code(self):
        return self.json.get("code", "") if isinstance(self.json, dict) else ""

    def __getitem__(self, name):
        return self.json[name]

    def __str__(self):
        return f"{self.status} {self.bytes.decode(errors='replace')}"


class Port:
    """A port of this machine that is the test's from now on: also while the program that listens there is down, nobody else is given it."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))  # never listens: whoever names the port may

    def __int__(self):
        return self.socket.getsockname()[1]

    def __str__(self):
        return str(int(self))


class Server:
    """kwota serve with a bench and the sample utility, on a port of its own, in a folder that goes away. `lines`: modules and concentrators may
    dial in, at `self.lines`."""

    flags = ["--bench", "--demo", "registers"]
    described, addresses = None, []  # of the document that was read last

    def __init__(self, lines=False, office=False):
        self.office = None
        self.address, self.door = Port(), Port() if lines else None
        self.port, self.lines = int(self.address), f"tcp://127.0.0.1:{self.door}" if lines else ""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kwota-api-"))
        self.console = self.folder / "console"
        self.console.mkdir()
        (self.console / "index.html").write_text("<!doctype html><title>Kwota</title>")
        self.one_time, self.document, self.strays = "", None, []
        if office:
            self.office = KeyOffice(self)
        self.start()
        if office:
            self.office.start()

    def start(self):
        command = [KWOTA, "serve", *self.flags, "--port", str(self.port), "--data", str(self.folder / "data"),
                   "--console", str(self.console), *(["--lines", self.lines] if self.lines else []),
                   *(["--key-office", str(self.office.data / "root_public_key.der")] if self.office else [])]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := re.search(r"one-time password (\S+)", line):
                self.one_time = found[1]
            if line.startswith("Keys:"):
                break
        else:
            raise SystemExit("the server did not start:\n" + "".join(said))
        # The first password stands below the keys; the rest of the output is read so that the pipe never fills.
        if not self.one_time:
            for line in self.process.stdout:
                if found := re.search(r"one-time password (\S+)", line):
                    self.one_time = found[1]
                if not line.strip():
                    break
        threading.Thread(target=self.keep_output, args=(self.process.stdout,), daemon=True).start()
        self.document = self.document or self.fetch("/api/v1/openapi.json").json

    def keep_output(self, stream):
        """What the server says goes beside its data: it may be searched for what it must not say."""
        with open(self.folder / "output.txt", "a") as output:
            for line in stream:
                output.write(line)
                output.flush()

    def fetch(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())

    def computed(self):
        """How long it has computed, in ticks of 10 ms: what it costs, however busy the machine is."""
        words = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(words[11]) + int(words[12])

    def card_service_process(self):
        """The bench's own pcscd, a child of the server: its process, and the words by which it was started."""
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().decode().split("\0")
                parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue  # ended meanwhile
            if parent == self.process.pid and words[0].endswith("pcscd"):
                return int(process.name), words
        raise RuntimeError("the bench has no card service")

    def card_service(self):
        """Its socket: a program beside the server sees the same cards."""
        _, words = self.card_service_process()
        return pathlib.Path(words[words.index("-c") + 1]).parent / "pcscd.sock"

    def beside(self, *words):
        """Another kwota on the same readers."""
        environment = {**os.environ, "PCSCLITE_CSOCK_NAME": str(self.card_service())}
        return subprocess.run([KWOTA, *words], env=environment, capture_output=True, text=True, timeout=60)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """As an operator stops it; its folder stays."""
        if self.office:
            self.office.kill()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def demo_password(self, name):
        for line in (self.folder / "data/demo-passwords.txt").read_text().splitlines():
            if line.split()[0] == name:
                return line.split()[-1]
        raise SystemExit(f"the sample utility has no operator {name}")

    def operation(self, method, path):
        """As the description has it. Its addresses are more than Python keeps compiled by itself: it would compile all of them for each answer."""
        if self.described is not self.document:
            self.described, self.addresses = self.document, [(re.compile(re.sub(r"\{\w+\}", "[^/]+", pattern)), pattern) for pattern in self.document["paths"]]
        for address, pattern in self.addresses:
            operations = self.document["paths"][pattern]
            if method.lower() in operations and address.fullmatch(path):
                return pattern, operations[method.lower()]
        return None, None


class Ears:
    """One stream of events."""

    def __init__(self, client):
        self.connection = http.client.HTTPConnection("127.0.0.1", client.server.port, timeout=20)
        self.connection.request("GET", "/api/v1/events", headers={"Cookie": client.cookie})
        self.stream = self.connection.getresponse()
        self.next()  # hello

    def next(self):
        """(event, data); None at the end of the stream."""
        event = None
        while line := self.stream.readline().decode():
            if line.startswith("event: "):
                event = line[7:].strip()
            elif line.startswith("data: "):
                return event, line[6:].strip()
        return None

    def hears(self, event, **data):
        """Whether it comes before the stream is silent for long."""
        try:
            while (heard := self.next()) is not None:
                if heard[0] == event and json.loads(heard[1]) == data:
                    return True
        except TimeoutError:
            pass
        return False


class KeyOffice:
    """kwota office beside a server: its own folder, books, people and address. Its readers are those of the server's bench."""

    def __init__(self, server):
        self.server, self.data, self.strays, self.process = server, server.folder / "key-office", server.strays, None
        self.address = Port()
        self.port = int(self.address)
        self.pins = {}  # of tokens that were made later than the samples
        subprocess.run([KWOTA, "office", "--prepare", "--demo", "--data", str(self.data)], check=True, capture_output=True)

    @property
    def document(self):
        return self.server.document

    @property
    def folder(self):
        return self.server.folder

    def operation(self, method, path):
        return self.server.operation(method, path)

    def start(self):
        command = [KWOTA, "office", "--data", str(self.data), "--port", str(self.port), "--console", str(self.server.console),
                   "--counters", f"http://127.0.0.1:{self.server.port}", "--counters-key", str(self.server.folder / "data/root_public_key.der")]
        environment = {**os.environ, "PCSCLITE_CSOCK_NAME": str(self.server.card_service())}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        said, ready = [], False
        for line in self.process.stdout:
            said.append(line)
            ready = ready or "http://" in line
            if ready and not line.strip():
                break
        else:
            raise SystemExit("the key office did not start:\n" + "".join(said))
        threading.Thread(target=self.server.keep_output, args=(self.process.stdout,), daemon=True).start()

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def demo_password(self, name):
        for line in (self.data / "demo-passwords.txt").read_text().splitlines():
            if line.split()[0] == name:
                return line.split()[-1]
        raise SystemExit(f"the key office has nobody named {name}")

    def pin_of(self, name):
        """What opens the token of this person; of nobody's, nothing."""
        return self.pins.get(name) or sample_pins(self.data).get(name, "")


def sample_pins(data):
    """Of the sample tokens in the folder of a key office, by name: as they are told beside the one-time passwords."""
    lines = (line.split() for line in (data / "demo-passwords.txt").read_text().splitlines())
    return {words[0]: words[words.index("PIN") + 1] for words in lines if "PIN" in words}


class Client:
    """One browser: its cookie, its CSRF token. Every answer is held against the description; what does not fit is a stray."""

    def __init__(self, server):
        self.server, self.cookie, self.csrf = server, "", ""

    def call(self, method, path, body=None, headers=None, raw=None):
        sent = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, "Accept-Language": "en", "Idempotency-Key": str(uuid.uuid4())}
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        connection.request(method, "/api/v1" + path, raw if raw is not None else None if body is None else json.dumps(body), sent)
        response = connection.getresponse()
        answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
        connection.close()
        if cookie := answer.headers.get("set-cookie"):
            self.cookie = cookie.split(";")[0]
        self.hold(method, path.split("?")[0], answer)
        return answer

    def hold(self, method, path, answer):
        pattern, operation = self.server.operation(method, path)
        if operation is None:
            if answer.status not in (404, 405):
                self.server.strays.append(f"{method} {path} is described nowhere")
            return
        described = operation["responses"].get(str(answer.status), operation["responses"]["default"])
        if "$ref" in described:
            described = self.server.document["components"]["responses"][described["$ref"].split("/")[-1]]
        schema = described["content"].get(answer.type, {}).get("schema")
        if schema is None:
            self.server.strays.append(f"{method} {pattern} answers {answer.status} with {answer.type}")
        elif answer.json is not None:
            self.server.strays += [f"{method} {pattern}: {wrong}" for wrong in valid(answer.json, schema, self.server.document)]

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None, **more):
        return self.call("POST", path, {} if body is None else body, **more)

    def put(self, path, body, **more):
        return self.call("PUT", path, body, **more)

    def sign_in(self, name, password, **more):
        if pin_of := getattr(self.server, "pin_of", None):  # at the key office the token signs, too
            more = {"pin": pin_of(name), **more}
        answer = self.post("/session", {"name": name, "password": password, **more})
        if answer.status == 200:
            self.csrf = answer["csrf"]
        return answer

    def poll(self, path, until, what, meanwhile=None):
        """Asks again until the state is there, a bounded number of times. Who asks without a pause takes the processor from the very
        thread for which he waits: after the first few he lets others go first. `meanwhile` is done now and then where that takes long."""
        for asked in range(POLLS_MAX):
            answer = self.get(path)
            if until(answer):
                return answer
            if asked >= POLLS_IN_A_ROW:
                time.sleep(0.02)
            if meanwhile and asked > POLLS_IN_A_ROW and asked % POLLS_IN_A_ROW == 0:
                meanwhile()
        raise RuntimeError(f"{what} never came: {answer}")


def accept(data, *people, reason="tokens were lost"):
    """Two people, each a name and a password, say at a terminal that the books of this folder are right."""
    pins = sample_pins(data) if (data / "key-office").exists() else {}  # there a password alone proves nobody
    said = "".join(f"{name}\n{password}\n" + (f"{pins[name]}\n" if pins else "") for name, password in people)
    return subprocess.run([KWOTA, "accept", "--data", str(data), "--reason", reason], input=said, capture_output=True, text=True, timeout=120)


def proposed(asked):
    """What a second person is asked: what shall be done, and its parts by their names."""
    content = asked["approval"]["content"]
    return content["what"], {one["part"]: one["value"] for one in content["parts"]}


def new_key():
    return str(uuid.uuid4())


def walk(check, begin, parts, **more):
    """A server of its own, the parts of the test one after another on what `begin` makes of it, and the sum: the exit status."""
    server = Server(**more)
    world = begin(server)
    try:
        for part in parts:
            print(f"-- {part.__doc__}")
            try:
                part(world)
            except Exception as why:  # a part that breaks off is a failure; the others are still tried
                check.that(False, f"{part.__name__} goes to its end", repr(why))
    finally:
        server.close()
    strays = sorted(set(server.strays))
    check.that(not strays, "every answer is as openapi.json says", "\n".join(strays))
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0
