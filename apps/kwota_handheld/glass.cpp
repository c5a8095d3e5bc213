#include "kwota_handheld/glass.h"

// Functions, not macros; and letters wider than a byte.
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <langinfo.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstring>

namespace kwota::app {
namespace {

constexpr int escape = 27, enter = '\n', delete_key = 127, margin = 1, first_row = 2, escape_wait_ms = 50;

/// Chinese and Cyrillic need a terminal in UTF-8; who set none gets it.
void speak_utf8() {
  if (std::setlocale(LC_ALL, "") == nullptr || std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) std::setlocale(LC_ALL, "C.UTF-8");
}

int rows() { return std::max(1, LINES - first_row - 2); }

bool begins_a_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

/// On this row alone: what is wider than the glass is cut off and covers no other row.
void put_on(int row, const std::string& text, attr_t how = A_NORMAL) {
  WINDOW* line = ::derwin(stdscr, 1, std::max(1, COLS - margin), row, margin);
  if (line == nullptr) return;
  ::wattrset(line, static_cast<int>(how));
  ::waddstr(line, text.c_str());
  ::delwin(line);
}

}  // namespace

Result<std::unique_ptr<Glass>> Glass::open() {
  const auto nobody = error(Fault::request, "no_terminal", "Nobody sits at a terminal here: name the work with --do.");
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) return nobody;
  speak_utf8();
  SCREEN* made = ::newterm(nullptr, stdout, stdin);
  if (made == nullptr) return nobody;
  ::cbreak();
  ::noecho();
  ::keypad(stdscr, TRUE);
  ::set_escdelay(escape_wait_ms);
  ::curs_set(0);
  return std::unique_ptr<Glass>{new Glass};
}

Glass::~Glass() { ::endwin(); }

void Glass::begin_page(const std::string& title) const {
  ::clear();
  ::attron(A_REVERSE);
  ::mvhline(0, 0, ' ', COLS);
  ::attroff(A_REVERSE);
  put_on(0, title, A_REVERSE);
  put_on(LINES - 1, foot_);
}

std::optional<std::size_t> Glass::choose(const std::string& title, const std::vector<std::string>& list, std::size_t first) {
  std::size_t at = std::min(first, list.empty() ? 0 : list.size() - 1);
  for (;;) {
    begin_page(title);
    const auto page = static_cast<std::size_t>(rows());
    const std::size_t top = at / page * page;
    for (std::size_t i = top; i < std::min(list.size(), top + page); ++i) {
      const std::string row = (i < 9 ? std::to_string(i + 1) : std::string(" ")) + " " + list[i];
      put_on(first_row + static_cast<int>(i - top), row, i == at ? A_BOLD | A_REVERSE : A_NORMAL);
    }
    ::refresh();
    const int key = ::getch();
    gone_ = key == ERR;
    if (key == escape || gone_) return std::nullopt;
    if (list.empty()) continue;
    if (key == KEY_UP) at = at > 0 ? at - 1 : list.size() - 1;
    if (key == KEY_DOWN) at = at + 1 < list.size() ? at + 1 : 0;
    if (key == enter || key == KEY_ENTER || key == '\r') return at;
    if (key >= '1' && key <= '9' && static_cast<std::size_t>(key - '1') < list.size()) return static_cast<std::size_t>(key - '1');
  }
}

void Glass::show(const std::string& title, const std::vector<std::string>& lines) {
  // As high as all of it, wrapped at the glass's edge.
  std::size_t letters = 0;
  for (const std::string& line : lines) letters += line.size();
  const int width = std::max(8, COLS - 2 * margin);
  const int height =
      static_cast<int>(std::min<std::size_t>(30'000, lines.size() * 2 + letters * 2 / static_cast<std::size_t>(width) + 1));
  WINDOW* sheet = ::newpad(height, width);
  if (sheet == nullptr) return;
  for (const std::string& line : lines) ::waddstr(sheet, (line + "\n").c_str());
  const int written = ::getcury(sheet);
  for (int top = 0;;) {
    begin_page(title);
    ::refresh();
    ::prefresh(sheet, top, 0, first_row, margin, first_row + rows() - 1, margin + width - 1);
    const int key = ::getch();
    gone_ = key == ERR;
    if (key == KEY_DOWN && top + rows() < written)
      ++top;
    else if (key == KEY_UP && top > 0)
      --top;
    else if ((key == KEY_NPAGE || key == ' ') && top + rows() < written)
      top += rows();
    else if (key == KEY_PPAGE)
      top = std::max(0, top - rows());
    else if (key != KEY_DOWN && key != KEY_UP && key != KEY_RESIZE)
      break;
  }
  ::delwin(sheet);
}

std::optional<std::string> Glass::ask(const std::string& question) {
  constexpr std::size_t longest = 64;
  std::string typed;
  for (;;) {
    begin_page(question);
    ::mvaddstr(first_row, margin, ("> " + typed).c_str());
    ::refresh();
    const int key = ::getch();
    gone_ = key == ERR;
    if (key == escape || gone_) return std::nullopt;
    if (key == enter || key == KEY_ENTER || key == '\r') return typed;
    if ((key == KEY_BACKSPACE || key == delete_key || key == '\b') && !typed.empty()) {
      while (!typed.empty() && !begins_a_letter(typed.back())) typed.pop_back();
      if (!typed.empty()) typed.pop_back();
    } else if (key >= ' ' && key < 256 && key != delete_key && typed.size() < longest) {
      typed.push_back(static_cast<char>(key));
    }
  }
}

void Glass::say(const std::string& title, const std::string& text) {
  begin_page(title);
  put_on(first_row, text);
  ::refresh();
}

bool Glass::breaks_off() {
  ::nodelay(stdscr, TRUE);
  bool wanted = false;
  for (int key = ::getch(); key != ERR; key = ::getch()) wanted = wanted || key == escape;
  ::nodelay(stdscr, FALSE);
  return wanted;
}

}  // namespace kwota::app
