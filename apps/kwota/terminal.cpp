#include "kwota/terminal.h"

#include <fmt/format.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace kwota::app {
namespace {

constexpr std::size_t answer_max = 1024;
constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/// As the terminal was before. Global because a signal handler has nothing else to look at.
termios seen_before;

extern "C" void show_again_and_end(int signal) {
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen_before);
  ::raise(signal);  // delivered with its usual effect when the handler returns: SA_RESETHAND
}

/// The terminal shows nothing of what is typed as long as this lives.
class Unseen {
 public:
  Unseen() {
    if (::isatty(STDIN_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &seen_before) != 0) return;
    struct sigaction show = {};
    show.sa_handler = show_again_and_end;
    show.sa_flags = static_cast<int>(SA_RESETHAND);
    for (std::size_t i = 0; i < ending_signals.size(); ++i) ::sigaction(ending_signals[i], &show, &actions_[i]);
    termios quiet = seen_before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    changed_ = true;
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  ~Unseen() {
    if (!changed_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen_before);
    for (std::size_t i = 0; i < ending_signals.size(); ++i) ::sigaction(ending_signals[i], &actions_[i], nullptr);
    std::fputc('\n', stderr);
  }

 private:
  std::array<struct sigaction, ending_signals.size()> actions_{};
  bool changed_ = false;
};

/// Byte by byte and without a stream: a stream would keep what was typed in its own buffer.
Result<SecretBytes> read_line() {
  SecretBytes line(Bytes(answer_max, 0));
  for (std::size_t size = 0;;) {
    std::uint8_t byte = 0;
    const auto got = ::read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 && size == 0)
      return error(Fault::request, "terminal_closed", "Nobody answers any more: the terminal was closed. Begin again.");
    if (got <= 0 || byte == '\n') return SecretBytes(line.view().subspan(0, size));
    if (size == answer_max) return error(Fault::request, "answer_too_long", "This line is too long. Nothing was kept.");
    line.writable()[size++] = byte;
  }
}

}  // namespace

Result<std::string> ask(const std::string& question) {
  fmt::print(stderr, "{}: ", question);
  TRY(line, read_line());
  return std::string(reinterpret_cast<const char*>(line.view().data()), line.size());
}

Result<SecretBytes> ask_unseen(const std::string& question) {
  const Unseen unseen;
  fmt::print(stderr, "{} (unseen): ", question);
  return read_line();
}

Result<std::string> ask_code(const std::string& name) { return ask(fmt::format("Code of the telephone of {}", name)); }

Result<SecretBytes> ask_new_pin(const std::string& whose) {
  for (;;) {
    TRY(pin, ask_unseen("PIN for " + whose));
    TRY(again, ask_unseen("The same PIN once more"));
    if (equal_secret(pin.view(), again.view())) return pin;
    fmt::print(stderr, "These were two different PINs.\n");
  }
}

void clear_screen() {
  if (::isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\033[2J\033[3J\033[H");
}

void next_person(const std::string& name) {
  clear_screen();
  fmt::print(stderr, "{}, please. The others look away.\n", name);
}

}  // namespace kwota::app
