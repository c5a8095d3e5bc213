// Slips on paper: which prints there were of each document, and which printer stands at which till.
// Guarantees: a document is printed for the first time once; whatever comes after is a reprint with its number and the name of who made it. A
// print of which nothing came out is not one, and its number is given again.
// Registers: SlipPrint, TillPrinter.   Begin with SlipPrint.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class PrintWay : std::uint8_t {
  printer,  ///< that of the till
  browser,  ///< its own dialog: what came out of it nobody tells us
  file,     ///< PDF or text to take away
};
constexpr auto words_of(PrintWay) { return std::array<std::string_view, 3>{"printer", "browser", "file"}; }

enum class PrintOutcome : std::uint8_t {
  waiting,  ///< for its printer
  done,     ///< handed out
  nothing,  ///< nothing came out: the same print may be made again
  unknown,  ///< something may have come out: what follows is a reprint
};
constexpr auto words_of(PrintOutcome) { return std::array<std::string_view, 4>{"waiting", "done", "nothing", "unknown"}; }

/// Why a printer did not print.
enum class PrinterFault : std::uint8_t {
  none,
  offline,        ///< not there: unplugged, switched off, no network
  no_answer,      ///< there, and says nothing
  paper_out,
  cover_open,
  out_of_order,   ///< cutter, head: it says that it is broken
  not_set,        ///< the till has no printer any more
  broken_off,     ///< it stopped in the middle
  not_allowed,    ///< this server may not open what the till's printer is set to
};
constexpr auto words_of(PrinterFault) {
  return std::array<std::string_view, 9>{"none", "offline", "no_answer", "paper_out", "cover_open", "out_of_order", "not_set", "broken_off", "not_allowed"};
}

/// One print of one document.
struct SlipPrint {
  static constexpr auto table = "slip_print";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  std::string document;      ///< number of a receipt
  std::int64_t number = 0;   ///< 0: the first print; from 1 on reprints
  Instant time;
  std::string operator_name, station, till;
  PrintWay way = PrintWay::browser;
  PrintOutcome outcome = PrintOutcome::waiting;
  PrinterFault fault = PrinterFault::none;
  template <class V> static void columns(V&& v) {
    v("document", &SlipPrint::document); v("number", &SlipPrint::number); v("time", &SlipPrint::time); v("operator", &SlipPrint::operator_name);
    v("station", &SlipPrint::station); v("till", &SlipPrint::till); v("way", &SlipPrint::way); v("outcome", &SlipPrint::outcome); v("fault", &SlipPrint::fault);
  }
};

enum class Roll : std::uint8_t {
  wide,    ///< 80 mm: 48 columns, 576 dots
  narrow,  ///< 58 mm: 32 columns, 384 dots
};
constexpr auto words_of(Roll) { return std::array<std::string_view, 2>{"80mm", "58mm"}; }

/// How a printer is given its letters.
enum class Letterset : std::uint8_t {
  gb18030,      ///< Chinese and Latin, and Cyrillic in full width
  cp866,        ///< Cyrillic
  windows1251,  ///< the same
  ascii,        ///< Latin alone
  dots,         ///< a picture: every letter there is, on every printer
};
constexpr auto words_of(Letterset) { return std::array<std::string_view, 5>{"gb18030", "cp866", "windows1251", "ascii", "dots"}; }

/// How the slips of a till get onto paper. Without a row nothing prints by itself.
struct TillPrinter {
  static constexpr auto table = "till_printer";
  static constexpr int key_columns = 2;
  std::string station, till;
  std::string place;         ///< "serial:///dev/usb/lp0", "tcp://10.0.0.7:9100"; "browser": the browser's own dialog opens by itself
  Roll roll = Roll::wide;
  Letterset letters = Letterset::dots;
  bool answers = false;      ///< it tells its state when it is asked
  bool cuts = false;
  bool kicks_drawer = false; ///< a drawer hangs on it, which opens when cash moves
  template <class V> static void columns(V&& v) {
    v("station", &TillPrinter::station); v("till", &TillPrinter::till); v("place", &TillPrinter::place); v("roll", &TillPrinter::roll);
    v("letters", &TillPrinter::letters); v("answers", &TillPrinter::answers); v("cuts", &TillPrinter::cuts); v("kicks_drawer", &TillPrinter::kicks_drawer);
  }
};
/// The place of a till that prints by its browser.
inline constexpr std::string_view browser_place = "browser";

}  // namespace kwota::books
