#include "sell/ledger/entry_name.h"

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

Place posted_at(const books::Entry& entry) {
  std::string_view rest = entry.chain;
  next(rest);
  const auto station = next(rest);
  return {std::string(station), std::string(rest)};
}

}  // namespace kwota::ledger
