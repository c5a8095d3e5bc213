"""A person at a terminal: kwota under a pty of its own, questions waited for, answers typed, and what may be seen of them."""
import os
import pathlib
import pty
import select
import signal
import termios

from house import KWOTA

SILENT_MAX = 300  # seconds without a byte: the program hangs; no check depends on it


class Terminal:
    """One run. The screen shows what the terminal shows: questions, stderr and the echo; stdout goes into a file, as in a script."""

    def __init__(self, words, folder, environment=None):
        self.words, self.screen, self.seen, self.secrets, self.status = words, "", 0, [], None
        self.file = pathlib.Path(folder) / "stdout.txt"
        self.child, self.line = pty.fork()
        if self.child == 0:
            out = os.open(self.file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            os.dup2(out, 1)
            os.execve(KWOTA, [KWOTA, *words], {**os.environ, **(environment or {})})

    def read_on(self):
        """False when the program has ended."""
        ready, _, _ = select.select([self.line], [], [], SILENT_MAX)
        if not ready:
            os.kill(self.child, signal.SIGKILL)
            raise RuntimeError(f"kwota {' '.join(self.words)} says nothing more:\n{self.screen}")
        try:
            more = os.read(self.line, 4096)
        except OSError:  # EIO: nobody holds the other side any more
            return False
        self.screen += more.decode(errors="replace")
        return bool(more)

    def wait_for(self, question):
        while (found := self.screen.find(question, self.seen)) < 0:
            if not self.read_on():
                raise RuntimeError(f"kwota {' '.join(self.words)} never asked {question!r}:\n{self.screen[self.seen:]}")
        self.seen = found + len(question)

    def echoes(self):
        return bool(termios.tcgetattr(self.line)[3] & termios.ECHO)

    def type(self, question, answer, unseen=True):
        self.wait_for(question + (" (unseen): " if unseen else ": "))
        if unseen:
            self.secrets.append(answer)
        os.write(self.line, answer.encode() + b"\n")

    def press(self, key):
        os.write(self.line, key)

    def end(self):
        """To its own end: the exit status; a signal counts as minus its number."""
        while self.read_on():
            pass
        return self.ended()

    def hang_up(self):
        """The window is closed: SIGHUP to whoever works in it."""
        os.close(self.line)
        self.line = None
        return self.ended()

    def ended(self):
        _, status = os.waitpid(self.child, 0)
        self.status = os.waitstatus_to_exitcode(status)
        if self.line is not None:
            os.close(self.line)
        return self.status

    @property
    def said(self):
        return self.file.read_text()

    def shown_secrets(self):
        """What was typed unseen and can be read all the same."""
        return [secret for secret in self.secrets if secret and (secret in self.screen or secret in self.said)]
