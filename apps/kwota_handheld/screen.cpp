#include "kwota_handheld/screen.h"

#include <algorithm>
#include <functional>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "kwota_handheld/entry_text.h"
#include "kwota_handheld/glass.h"
#include "kwota_handheld/query.h"
#include "serve/words/words.h"

namespace kwota::app {
namespace {

/// A row of a menu: the word of the dictionary, and what is done when it is chosen.
struct Row {
  std::string word;
  std::function<void()> act;
};

class Screen {
 public:
  Screen(AtTheMeter& at, Glass& glass, std::string language) : at_(at), glass_(glass), language_(std::move(language)) {}

  void run() {
    for (std::size_t first = 0;;) {
      glass_.set_foot(word("handheld.keys"));
      std::vector<std::string> rows;
      for (const std::string_view name : {"read", "time", "query", "settings", "about", "off"})
        rows.push_back(word("handheld.menu." + std::string{name}));
      const auto chosen = glass_.choose("Kwota  " + format_local(at_.now()), rows, first);
      if (glass_.gone()) return;
      if (!chosen) continue;
      first = *chosen;
      if (first == 5) return;
      constexpr void (Screen::*menus[])() = {&Screen::read, &Screen::time, &Screen::look_up, &Screen::settings, &Screen::about};
      (this->*menus[first])();
    }
  }

 private:
  std::string word(const std::string& key, const Details& details = {}) const { return serve::say(language_, key, details); }

  void menu(const std::string& title, const std::vector<Row>& rows) {
    std::size_t first = 0;
    while (true) {
      std::vector<std::string> texts;
      for (const Row& row : rows) texts.push_back(word(row.word));
      const auto chosen = glass_.choose(word(title), texts, first);
      if (!chosen) return;
      first = *chosen;
      rows[first].act();
    }
  }

  /// Says how far it is; Esc ends it behind what is stored.
  Result<WorkDone> at_work(const std::string& title, const std::string& words) {
    glass_.say(title, word("handheld.working"));
    at_.watch([this, &title](std::size_t stored) -> Result<void> {
      glass_.say(title, word("handheld.working_so_far", {{"count", std::to_string(stored)}}));
      if (!glass_.breaks_off()) return {};
      return error(Fault::request, "reading_broken_off", "This was broken off. What was read is kept, and the next reading goes on behind it.");
    });
    auto done = do_work(at_, words);
    at_.watch({});
    return done;
  }
  /// Under the title of its row. False: it was refused, and the sentence was shown.
  bool work(const std::string& title, const std::string& words, bool quietly = false) {
    const auto done = at_work(word(title), words);
    if (!done.ok()) {
      refused(done.error());
      return false;
    }
    if (!quietly) show_done(word(title), *done);
    return true;
  }
  void show_done(const std::string& title, const WorkDone& done) {
    std::vector lines{word("handheld.done." + done.key, done.details)};
    for (const handheld::Entry& entry : done.shown) lines.push_back(text_of(entry, language_));
    glass_.show(title, lines);
  }
  void refused(const Error& error) { glass_.show(word("handheld.refused"), {serve::say(language_, error), "", error.code}); }
  Row does(const std::string& name, const std::string& words) {
    const std::string title = "handheld.work." + name;
    return {title, [this, title, words] { work(title, words); }};
  }

  void show_query(const std::string& title, const std::string& question) {
    const auto lines = query(at_.store(), question, language_);
    if (!lines.ok()) return refused(lines.error());
    glass_.show(title, lines->empty() ? std::vector{word("handheld.nothing")} : *lines);
  }
  void ask_and_query(const std::string& row, const std::string& asked, const std::string& before) {
    const auto typed = glass_.ask(word("handheld.ask." + asked));
    if (typed) show_query(word(row) + " · " + *typed, before + *typed);
  }

  // ---- 抄表
  void read() {
    menu("handheld.menu.read", {does("visit", "visit"),
                                {"handheld.read.users", [this] { read_users(); }},
                                {"handheld.read.meter", [this] { read_meter(); }},
                                does("acknowledge", "acknowledge"),
                                {"handheld.read.bring", [this] { bring(); }}});
  }
  void read_users() {
    const auto by = [this](const std::string& row, const std::string& asked) {
      return Row{row, [this, row, asked] {
                   if (work(row, "read usage new", true)) ask_and_read(row, asked);
                 }};
    };
    menu("handheld.read.users", {does("usage", "read usage new"), by("handheld.read.by_date", "date"), by("handheld.read.by_record", "record")});
  }
  void ask_and_read(const std::string& row, const std::string& asked) {
    const auto typed = glass_.ask(word("handheld.ask." + asked));
    if (!typed) return;
    const auto title = word(row) + " · " + *typed;
    const auto done = at_work(title, "read " + asked + " " + *typed);
    if (done.ok()) show_done(title, *done);
    else refused(done.error());
  }
  void read_meter() {
    menu("handheld.read.meter", {does("all", "read all"),
                                 does("states", "read states"),
                                 does("hung", "read hung"),
                                 does("months", "read months"),
                                 does("parameters", "read parameters"),
                                 does("faults", "read faults"),
                                 does("look", "look")});
  }
  void bring() {
    menu("handheld.read.bring",
         {does("bring_list", "bring list"), does("bring_released", "bring released"), does("bring_hung", "bring hung")});
  }

  // ---- 对时
  void time() {
    menu("handheld.menu.time",
         {{"handheld.work.clock", [this] { set_clock(); }}, {"handheld.work.settlement", [this] { set_settlement(); }}});
  }
  /// Far off: asked twice, whether the meter's clock shall be set and whether ours is right.
  void set_clock() {
    const std::string title = "handheld.work.clock";
    const auto done = at_work(word(title), "set clock");
    if (done.ok()) return show_done(word(title), *done);
    if (cause_of(done.error()) != Cause::clock_far_off) return refused(done.error());
    refused(done.error());
    if (!glass_.ask(word("handheld.ask.confirm"))) return;
    if (glass_.ask(word("handheld.ask.confirm_again", {{"time", format_local(at_.now())}}))) work(title, "set clock confirm confirm");
  }
  void set_settlement() {
    if (const auto typed = glass_.ask(word("handheld.ask.settlement"))) work("handheld.work.settlement", "set settlement " + *typed);
  }

  // ---- 查询
  void look_up() {
    const auto by = [this](const std::string& row, const std::string& asked) {
      return Row{row, [this, row, asked] { ask_and_query(row, asked, asked + " "); }};
    };
    menu("handheld.menu.query", {{"handheld.query.meters", [this] { query_meters(); }}, by("handheld.query.by_card", "card"), by("handheld.query.by_date", "date")});
  }
  void query_meters() {
    const auto meters = query(at_.store(), "meters", language_);
    if (!meters.ok()) return refused(meters.error());
    if (meters->empty()) return glass_.show(word("handheld.query.meters"), {word("handheld.nothing")});
    constexpr std::size_t digits = 12;
    while (const auto chosen = glass_.choose(word("handheld.query.meters"), *meters)) {
      if (*chosen >= meters->size()) continue;
      const auto meter = (*meters)[*chosen].substr(0, digits);
      show_query(meter, meter);
    }
  }

  // ---- 设置
  void settings() {
    std::size_t first = 0;
    while (true) {
      const HandheldSetup& set = at_.setup();
      const auto chosen = glass_.choose(
          word("handheld.menu.settings"),
          {word("handheld.setting.operator", {{"value", to_hex(set.by)}}),
           word("handheld.setting.meter", {{"value", set.meter.empty() ? "–" : set.meter}}),
           word("handheld.setting.speed", {{"value", std::to_string(set.baud)}}), word("handheld.setting.wake_up", {{"value", std::to_string(set.wake_up)}}),
           word("handheld.setting.language")},
          first);
      if (!chosen) return;
      first = *chosen;
      if (first == 0) set_operator();
      if (first == 1) set_meter();
      if (first == 2) next_speed();
      if (first == 3) set_wake_up();
      if (first == 4) next_language();
    }
  }
  void set_operator() {
    const auto typed = glass_.ask(word("handheld.ask.operator"));
    if (!typed) return;
    HandheldSetup next = at_.setup();
    const auto bytes = from_hex(*typed);
    if (!bytes.ok() || bytes->size() != next.by.size())
      return refused(error(Fault::request, "bad_operator", "An operator's code is eight hexadecimal digits."));
    std::ranges::copy(*bytes, next.by.begin());
    at_.change(next);
  }
  void set_meter() {
    const auto typed = glass_.ask(word("handheld.ask.meter"));
    if (!typed) return;
    HandheldSetup next = at_.setup();
    next.meter = *typed;
    if (const auto number = typed->empty() ? Result<MeterNumber>{MeterNumber{}} : parse_meter_number(*typed); !number.ok())
      return refused(number.error());
    at_.change(next);
  }
  void set_wake_up() {
    const auto typed = glass_.ask(word("handheld.ask.wake_up"));
    if (!typed) return;
    HandheldSetup next = at_.setup();
    const auto number = parse_decimal(*typed, 0);
    if (!number.ok() || *number < 0 || *number > 16) return refused(error(Fault::request, "bad_wake_up", "The number of bytes FE is 0 to 16.", {{"value", typed->substr(0, 16)}}));
    next.wake_up = static_cast<std::size_t>(*number);
    at_.change(next);
  }
  void next_speed() {
    constexpr unsigned speeds[] = {1200, 2400, 4800, 9600};
    HandheldSetup next = at_.setup();
    const auto* now = std::ranges::find(speeds, next.baud);
    next.baud = now == std::end(speeds) || now + 1 == std::end(speeds) ? speeds[0] : now[1];
    at_.change(next);
  }
  void next_language() {
    const auto& all = serve::languages();
    const auto now = std::ranges::find(all, language_);
    language_ = now == all.end() || now + 1 == all.end() ? all.front() : now[1];
    glass_.set_foot(word("handheld.keys"));
  }

  // ---- 关于
  void about() {
    handheld::DeviceStore& store = at_.store();
    const auto meters = store.meters();
    const auto orders = store.orders();
    const auto line = [this](const char* name, const std::string& value) {
      return word("handheld.about." + std::string{name}, {{"value", value}});
    };
    glass_.show(word("handheld.menu.about"),
                {line("device", store.device()), line("stored", meters.ok() ? std::to_string(meters->size()) : "?"),
                 line("orders", orders.ok() && *orders ? std::to_string((*orders)->edition) : "–"),
                 line("port", at_.setup().port.empty() ? "–" : at_.setup().port)});
  }

  AtTheMeter& at_;
  Glass& glass_;
  std::string language_;
};

}  // namespace

Result<int> show_screen(AtTheMeter& at, std::string language) {
  TRY(glass, Glass::open());
  Screen{at, *glass, std::move(language)}.run();
  return 0;
}

}  // namespace kwota::app
