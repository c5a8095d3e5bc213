// What the office has had written onto tool cards of pump crews: a row an order, and what pumps have said to it.
// Guarantees: an order's number is the moment at which it was permitted, in minutes since 2000; what a pump said is kept once.
// Registers: ToolOrder, ToolAnswer.   Begin with ToolOrder.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

/// In the order of the commands on the card, 21 the first.
enum class PumpTool : std::uint8_t { parameters, clock, collect, clear_hung, black_list, test, bind, prices };
constexpr auto words_of(PumpTool) {
  return std::array<std::string_view, 8>{"parameters", "clock", "collect", "clear_hung", "black_list", "test", "bind", "prices"};
}

enum class ToolOrderStatus : std::uint8_t {
  permitted,  ///< two persons agreed; whether the card has it is not known
  written,    ///< the card has it
  obeyed,     ///< a pump has said that it is done
  refused,    ///< pumps have answered, and none has done it
};
constexpr auto words_of(ToolOrderStatus) { return std::array<std::string_view, 4>{"permitted", "written", "obeyed", "refused"}; }

/// One order on one card.
struct ToolOrder {
  static constexpr auto table = "tool_order";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"asked_by", "approved_by"};
  static constexpr Listed list{"tool-orders", "-number", {"card", "meter", "well", "asked_by"}, "meters_read"};
  std::int64_t number = 0;
  std::string station;
  PumpTool tool = PumpTool::black_list;
  ToolOrderStatus state = ToolOrderStatus::permitted;
  std::optional<MeterNumber> meter;  ///< of the one well that it is for; nothing: every pump takes it
  std::string well;
  std::string area_number;           ///< to which it binds that well's pump
  CardSerial card;                   ///< that carries it
  std::string content;               ///< everything that stands on the card, as the second person read it
  std::string reason;
  std::string asked_by, approved_by;
  Instant permitted;
  std::optional<Instant> written;
  std::string good_until;            ///< until then pumps take it
  std::int64_t answers = 0, done = 0;  ///< of pumps; of them: done
  template <class V> static void columns(V&& v) {
    v("number", &ToolOrder::number); v("station", &ToolOrder::station); v("tool", &ToolOrder::tool); v("state", &ToolOrder::state);
    v("meter", &ToolOrder::meter); v("well", &ToolOrder::well); v("area_number", &ToolOrder::area_number); v("card", &ToolOrder::card); v("content", &ToolOrder::content);
    v("reason", &ToolOrder::reason); v("asked_by", &ToolOrder::asked_by); v("approved_by", &ToolOrder::approved_by);
    v("permitted", &ToolOrder::permitted); v("written", &ToolOrder::written); v("good_until", &ToolOrder::good_until);
    v("answers", &ToolOrder::answers); v("done", &ToolOrder::done);
  }
};

/// A pump's answer to an order, as a collect card or a handheld brought it home.
struct ToolAnswer {
  static constexpr auto table = "tool_answer";
  static constexpr int key_columns = 4;
  static constexpr Listed list{"tool-answers", "-told", {"meter", "well"}, "meters_read"};
  std::int64_t tool_order = 0;
  MeterNumber meter;
  std::string told;          ///< local, by the pump's clock; empty: it had none
  std::int64_t answer = 0;   ///< 0 is done; the others as docs/irrigation.md lists them
  std::string well, station;
  std::int64_t hand_over = 0;
  template <class V> static void columns(V&& v) {
    v("tool_order", &ToolAnswer::tool_order); v("meter", &ToolAnswer::meter); v("told", &ToolAnswer::told); v("answer", &ToolAnswer::answer);
    v("well", &ToolAnswer::well); v("station", &ToolAnswer::station); v("hand_over", &ToolAnswer::hand_over);
  }
};

}  // namespace kwota::books
