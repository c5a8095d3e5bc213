#include "sell/ledger/entry_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/ids_text.h"

namespace kwota::ledger {
namespace {

/// What stands before the next stroke; it and the stroke are gone from `rest`.
std::string_view next(std::string_view& rest) {
  const auto part = rest.substr(0, rest.find('/'));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

/// 0, which no row has: it is none.
std::int64_t next_number(std::string_view& rest) {
  const auto part = next(rest);
  std::int64_t out = 0;
  const auto [end, wrong] = std::from_chars(part.data(), part.data() + part.size(), out);
  return wrong == std::errc{} && end == part.data() + part.size() ? out : 0;
}

}  // namespace

std::string_view receipt_of(const books::Entry& entry) {
  std::string_view rest = entry.number;
  return next(rest);
}

std::string named_by(Operation what, const ByStatement& statement) {
  return std::string{word_of(what)} + "/" + to_text(statement.meter) + "/" + std::to_string(statement.statement);
}

std::optional<ByStatement> statement_of(const books::Entry& entry) {
  std::string_view rest = entry.number;
  if (next(rest) != word_of(entry.what)) return std::nullopt;
  const auto meter = parse_meter_number(next(rest));
  ByStatement out;
  const auto [end, wrong] = std::from_chars(rest.data(), rest.data() + rest.size(), out.statement);
  if (!meter.ok() || wrong != std::errc{} || end != rest.data() + rest.size()) return std::nullopt;
  out.meter = *meter;
  return out;
}

std::string named_by(const books::Shift& shift, ShiftEnd end) { return fmt::format("{}/{}/{}/{}/{}", word_of(HouseRow::shift), shift.station, shift.till, shift.number, word_of(end)); }
std::string named_by(const books::CashDrop& drop) { return fmt::format("{}/{}/{}/{}/{}", word_of(HouseRow::drop), drop.station, drop.till, drop.shift, drop.number); }
std::string named_by(const books::Deposit& deposit) { return fmt::format("{}/{}/{}", word_of(HouseRow::deposit), deposit.station, deposit.number); }
std::string named_by(const books::OutletMove& move) { return fmt::format("{}/{}/{}", word_of(HouseRow::outlet), move.outlet, move.number); }

OfHouse of_house(const books::Reader& books, std::string_view entry) {
  OfHouse out;
  const auto row = parse_word<HouseRow>(next(entry)).value_or(HouseRow::none);
  const std::string place{next(entry)};
  switch (row) {
    case HouseRow::none: break;
    case HouseRow::deposit: out.deposit = books.find<books::Deposit>(place, next_number(entry)); break;
    case HouseRow::outlet: out.outlet = books.find<books::OutletMove>(place, next_number(entry)); break;
    case HouseRow::shift: {
      const std::string till{next(entry)};
      out.shift = books.find<books::Shift>(place, till, next_number(entry));
      break;
    }
    case HouseRow::drop: {
      const std::string till{next(entry)};
      const auto shift = next_number(entry);
      out.drop = books.find<books::CashDrop>(place, till, shift, next_number(entry));
      break;
    }
  }
  return out;
}

Place posted_at(const books::Entry& entry) {
  std::string_view rest = entry.chain;
  next(rest);
  const auto station = next(rest);
  return {std::string(station), std::string(rest)};
}

}  // namespace kwota::ledger
