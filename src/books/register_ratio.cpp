#include "books/register_ratio.h"

#include "base/register_turn.h"
#include "books/lookup.h"

namespace kwota::books {
namespace {

constexpr std::int64_t step_wh = 10;  ///< of registers on a line

/// By a card it was told before it wrote; a number that it has taken came by a card, or to a meter that knew.
bool knows(const Statement& word) { return word.carrier == Carrier::card || word.count > SequenceNumber{}; }

std::optional<RegisterRatio::FirstStatement> first_statement(const Reader& books, MeterNumber meter) {
  const auto zone = utility_zone(books);
  std::optional<RegisterRatio::FirstStatement> out;
  books.each({.table = &table_of<Statement>(), .index = nullptr, .equal = {value_of(meter)}, .from = {}, .up_to = {}}, [&](const ValueSource& from) {
    Statement row;
    table_of<Statement>().take(&row, from);
    if (knows(row)) out = {said_at(row, zone.ok() ? *zone : Zone::utc()), Energy::wh(row.energy.wh() / step_wh * step_wh)};
    return !out;
  });
  return out;
}

std::optional<Energy> times_of(std::optional<Energy> used, std::int64_t times) { return used ? std::optional{Energy::wh(used->wh() * times)} : std::nullopt; }

}  // namespace

std::optional<Energy> RegisterRatio::went(Energy before, Instant from, Energy after, Instant to) const {
  if (at(from) == at(to)) return times_of(register_went(before, after, to - from), at(from));
  const auto untold = times_of(register_went(before, first->shown, first->at - from), times), since = register_went(first->shown, after, to - first->at);
  return untold && since ? std::optional{*untold + *since} : std::nullopt;
}

RegisterRatio register_ratio(const Reader& books, MeterNumber meter, std::uint32_t ct, std::uint32_t pt) {
  RegisterRatio out{.times = std::int64_t{ct} * pt};
  if (out.times != 1) out.first = first_statement(books, meter);
  return out;
}

RegisterRatio register_ratio(const Reader& books, MeterNumber meter) {
  const auto row = books.find(columns(&Meter::ct, &Meter::pt), meter);
  if (!row) return {};
  const auto [ct, pt] = *row;
  return register_ratio(books, meter, ct, pt);
}

}  // namespace kwota::books
