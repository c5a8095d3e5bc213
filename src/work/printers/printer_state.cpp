#include "work/printers/printer_state.h"

namespace kwota::printers {
namespace {

using books::PrinterFault;

/// Bits 0 and 7 are off, 1 and 4 are on: so an answer is told from what was never one.
bool is_answer(std::uint8_t byte) { return (byte & 0x93U) == 0x12U; }

constexpr std::uint8_t cover = 0x04, paper_end_stops = 0x20, broken = 0x40, paper_ended = 0x60, roll_ended = 0x0C;

}  // namespace

std::optional<PrinterFault> offline_cause(std::uint8_t answer) {
  if (!is_answer(answer)) return std::nullopt;
  if ((answer & cover) != 0) return PrinterFault::cover_open;
  if ((answer & paper_end_stops) != 0) return PrinterFault::paper_out;
  return (answer & broken) != 0 ? PrinterFault::out_of_order : PrinterFault::none;
}

std::optional<PrinterFault> paper_cause(std::uint8_t answer) {
  if (!is_answer(answer)) return std::nullopt;
  return (answer & paper_ended) != 0 ? PrinterFault::paper_out : PrinterFault::none;
}

std::optional<PrinterFault> end_cause(std::uint8_t answer) {
  if ((answer & 0x90U) != 0) return std::nullopt;
  return (answer & roll_ended) == roll_ended ? PrinterFault::paper_out : PrinterFault::none;
}

}  // namespace kwota::printers
