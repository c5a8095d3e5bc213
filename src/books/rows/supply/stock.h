// Meters before and after they hang somewhere: what came from the maker, who took it out, where it went, when it is to be tested again, and which
// seals it bears.
// Guarantees: where a meter is follows from its events, one after another (sell/stock/stock.h), and no event is ever changed or taken away;
// so the seals that it bore on any day can be said afterwards. A meter that was never received into stock has no row here and works all the same.
// Registers: StockLot, StockMeter, StockEvent.   Begin with StockMeter.
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

enum class StockStatus : std::uint8_t {
  received,   ///< in the store, as the maker sent it
  issued,     ///< a fitter has it
  installed,
  removed,    ///< taken off, and not back in the store yet
  returned,   ///< back in the store: it is tested before it goes out again
  scrapped,   ///< for good
};
constexpr auto words_of(StockStatus) {
  return std::array<std::string_view, 6>{"received", "issued", "installed", "removed", "returned", "scrapped"};
}

/// What happened to a meter. The first six lead to the state of the same name.
enum class StockMove : std::uint8_t { received, issued, installed, removed, returned, scrapped, tested, sealed };
constexpr auto words_of(StockMove) {
  return std::array<std::string_view, 8>{"received", "issued", "installed", "removed", "returned", "scrapped", "tested", "sealed"};
}

/// What one delivery brought.
struct StockLot {
  static constexpr auto table = "stock_lot";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> people{"received_by"};
  static constexpr Listed list{.name = "stock-lots", .sort = "-received", .searched = {"code", "model", "maker", "document"}, .right = "meters_read", .related = {{{"meter-stock", "lot"}}}};
  std::string code;      ///< the maker's lot, as it stands on the box
  std::string model;
  std::string maker;
  std::string capacity;  ///< of its meters, by the plate
  std::string document;  ///< of the delivery
  LocalDate received;
  std::string station;   ///< whose store; empty: the utility's
  std::int64_t meters = 0;
  std::string received_by;
  template <class V> static void columns(V&& v) {
    v("code", &StockLot::code); v("model", &StockLot::model); v("maker", &StockLot::maker); v("capacity", &StockLot::capacity); v("document", &StockLot::document);
    v("received", &StockLot::received); v("station", &StockLot::station); v("meters", &StockLot::meters); v("received_by", &StockLot::received_by);
  }
};

/// Where a meter of the stock is now.
struct StockMeter {
  static constexpr auto table = "stock_meter";
  static constexpr int key_columns = 1;
  static constexpr Listed list{.name = "meter-stock", .sort = "meter", .searched = {"meter", "lot", "holder", "seals"}, .right = "meters_read",
                               .shown = {"meter", "model", "lot", "state", "holder", "account", "seals", "tested", "test_due", "since"}, .related = {{{"stock-events", "meter"}}},
                               .technical = {"events"}};
  MeterNumber meter;
  std::string model;
  std::string lot;
  StockStatus state = StockStatus::received;
  std::string holder;                 ///< the fitter who has it
  std::int64_t account = 0;           ///< where it hangs, or hung last; 0: never
  std::string seals;                  ///< that it bears now, comma separated
  std::optional<LocalDate> tested;    ///< by the maker at first
  std::optional<LocalDate> test_due;  ///< nothing: it is never tested again
  std::string station;
  Instant since;                      ///< of this state
  std::int64_t events = 0;            ///< number of the last one
  template <class V> static void columns(V&& v) {
    v("meter", &StockMeter::meter); v("model", &StockMeter::model); v("lot", &StockMeter::lot); v("state", &StockMeter::state);
    v("holder", &StockMeter::holder); v("account", &StockMeter::account); v("seals", &StockMeter::seals); v("tested", &StockMeter::tested);
    v("test_due", &StockMeter::test_due); v("station", &StockMeter::station); v("since", &StockMeter::since); v("events", &StockMeter::events);
  }
  static constexpr IndexOf<StockMeter> of_lot{{"stock_meter_lot", {"lot"}}};
  template <class V> static void indexes(V&& v) { v(of_lot); }
};

struct StockEvent {
  static constexpr auto table = "stock_event";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  static constexpr Listed list{.name = "stock-events", .sort = "-time", .searched = {"meter", "document", "holder", "seals"}, .right = "meters_read", .menu = "meters",
                               .shown = {"time", "meter", "move", "holder", "account", "document", "seals", "reason", "operator"}, .technical = {"number"}};
  MeterNumber meter;
  std::int64_t number = 0;   ///< running at the meter
  StockMove move = StockMove::received;
  Instant time;
  std::string holder;        ///< to whom it was issued, who brought it back
  std::int64_t account = 0;  ///< where it was installed, removed
  std::string document;      ///< delivery, receipt, certificate of the test
  std::string seals;         ///< that it bears from here on; empty: as before
  std::string reason;
  std::string operator_name;
  std::string station;
  template <class V> static void columns(V&& v) {
    v("meter", &StockEvent::meter); v("number", &StockEvent::number); v("move", &StockEvent::move); v("time", &StockEvent::time);
    v("holder", &StockEvent::holder); v("account", &StockEvent::account); v("document", &StockEvent::document); v("seals", &StockEvent::seals);
    v("reason", &StockEvent::reason); v("operator", &StockEvent::operator_name); v("station", &StockEvent::station);
  }
  static constexpr IndexOf<StockEvent> of_time{{"stock_event_time", {"time"}}};
  template <class V> static void indexes(V&& v) { v(of_time); }
};

}  // namespace kwota::books
