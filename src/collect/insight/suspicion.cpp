#include "collect/insight/suspicion.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/register_turn.h"
#include "books/register_ratio.h"
#include "collect/readings/events.h"
#include "collect/readings/findings.h"
#include "collect/readings/registers/registers.h"
#include "collect/reconcile/reconcile.h"

namespace kwota::insight {
namespace {

/// Days of events, of a use that is compared, of purchases that are compared; and what of them is odd, in percent. [K]
constexpr std::int64_t event_days = 90, use_days = 30, bought_days = 90, year_days = 365;
constexpr std::int64_t own_use_low = 35, others_use_usual = 70, bought_low = 30;
constexpr std::int64_t illegal_a_day = 3;
constexpr std::size_t words_looked_at = 40, sales_looked_at = 200;
/// A statement's register is exact; what a relay lets pass before it opens is less. [K]
constexpr auto passes_least = Energy::kwh(1);

struct Weight {
  Sign sign;
  std::int64_t points;
};
constexpr std::array weights{Weight{Sign::ghost_credit, 40},    Weight{Sign::register_stopped, 25}, Weight{Sign::uses_little, 20},
                             Weight{Sign::cover_opened, 15},    Weight{Sign::magnet, 15},           Weight{Sign::reverse_current, 15},
                             Weight{Sign::illegal_cards, 10},   Weight{Sign::buys_little, 10},      Weight{Sign::relay_passes, 30},
                             Weight{Sign::moves_with_loss, 20}};

bool is_event(Sign sign) { return sign == Sign::cover_opened || sign == Sign::magnet || sign == Sign::reverse_current; }

void add(std::vector<Sign>& to, Sign sign) {
  if (std::ranges::find(to, sign) == to.end()) to.push_back(sign);
}

/// Oldest first.
std::vector<books::Statement> words_of_meter(const books::Reader& books, const books::Account& account) {
  auto out = books.newest(books::Statement::by_progress, words_looked_at, account.meter);
  std::erase_if(out, [&](const books::Statement& row) { return !books::speaks_for(row, account); });
  std::ranges::reverse(out);
  return out;
}

std::int64_t day_taken(const books::Statement& row, const Zone& zone) { return day_number(zone.local(row.taken).date); }

void look_at_words(const std::vector<books::Statement>& words, std::int64_t today, const Zone& zone, std::vector<Sign>& signs) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto &before = words[i - 1], &now = words[i];
    const auto days = std::max<std::int64_t>(1, day_taken(now, zone) - day_taken(before, zone));
    if (day_taken(now, zone) < today - event_days) continue;
    if (now.used_e5 > before.used_e5 && now.energy == before.energy) add(signs, Sign::register_stopped);
    if (now.illegal_inserts - before.illegal_inserts >= illegal_a_day * days) add(signs, Sign::illegal_cards);
    const auto passed = register_went(before.energy, now.energy, Duration::days(days));
    if (before.states.has(books::MeterState::relay_open) && now.states.has(books::MeterState::relay_open) && before.count == now.count && passed && *passed >= passes_least)
      add(signs, Sign::relay_passes);
  }
}

void look_at_events(const books::Reader& books, const books::Account& account, std::int64_t today, const Zone& zone, std::vector<Sign>& signs) {
  const auto since = zone.instant({date_of_day(today - event_days)});
  for (const auto& row : books.since(books::MeterEvent::as_received, since, account.meter)) {
    const auto tamper = readings::tamper_of(row.kind);
    if (tamper == readings::Tamper::cover) add(signs, Sign::cover_opened);
    if (tamper == readings::Tamper::magnet) add(signs, Sign::magnet);
  }
  const auto flows_back = [](const books::MeterReading& row) { return row.findings.has(readings::reverse_flow); };
  if (std::ranges::any_of(books.since<books::MeterReading>(since, account.meter), flows_back)) add(signs, Sign::reverse_current);
}

/// Its own registers say that it used or holds more than it was ever credited, or it took a number that nobody sold.
bool has_ghost_credit(const books::Reader& books, const books::Account& account, const books::Statement& last) {
  const auto meter = books.find<books::Meter>(account.meter);
  return (meter && last.count > meter->sold) || reconcile::identity_gap_e5(last) < 0;
}

/// What went through between two days, by the registers next to them: primary energy.
std::optional<std::int64_t> use_between(const books::Reader& books, const books::Account& account, const std::vector<books::Statement>& words, std::int64_t from, std::int64_t to, const Zone& zone) {
  const auto ratio = books::register_ratio(books, account.meter);
  std::vector<books::DayFreeze> freezes = books.since<books::DayFreeze>(date_of_day(from), account.meter);
  std::erase_if(freezes, [&](const books::DayFreeze& row) { return day_number(row.day) > to; });
  if (freezes.size() > 1 && day_number(freezes.back().day) - day_number(freezes.front().day) >= use_days / 2) {
    const auto days = day_number(freezes.back().day) - day_number(freezes.front().day);
    const auto used = ratio.went(freezes.front().energy, zone.instant({freezes.front().day}), freezes.back().energy, zone.instant({freezes.back().day}));
    if (!used) return std::nullopt;
    return used->wh() * use_days / days;
  }
  const books::Statement *first = nullptr, *last = nullptr;
  for (const auto& row : words) {
    const auto day = day_taken(row, zone);
    if (day <= from) first = &row;
    if (day <= to) last = &row;
  }
  if (first == nullptr || last == nullptr || first == last || from - day_taken(*first, zone) > between_days_most) return std::nullopt;
  const auto days = day_taken(*last, zone) - day_taken(*first, zone);
  const auto used = ratio.went(first->energy, said_at(*first, zone), last->energy, said_at(*last, zone));
  if (days <= 0 || !used) return std::nullopt;
  return used->wh() * use_days / days;
}

Money bought_since(const books::Reader& books, std::int64_t account, const std::string& day) {
  Money sum;
  for (const auto& sale : books.newest(books::Sale::of_account, sales_looked_at, account)) {
    if (sale.business_day < day) break;
    if (sale.kind == books::Operation::open || sale.kind == books::Operation::recharge || sale.kind == books::Operation::payment) sum += sale.tendered;
  }
  return sum;
}

}  // namespace

std::int64_t points_of(Sign sign) { return std::ranges::find(weights, sign, &Weight::sign)->points; }

std::vector<Suspicion> suspicions_of(const std::vector<Sign>& signs) {
  std::vector<Suspicion> out;
  for (const auto sign : signs) out.push_back({sign, points_of(sign)});
  return out;
}

std::string written(const std::vector<Suspicion>& suspicions) {
  std::string out;
  for (const auto& one : suspicions) (out += out.empty() ? "" : ",") += std::string(word_of(one.sign)) + "+" + std::to_string(one.points);
  return out;
}

std::optional<std::vector<Suspicion>> suspicions_in(std::string_view text) {
  std::vector<Suspicion> out;
  for (bool more = true; more;) {
    const auto part = text.substr(0, text.find(','));
    const auto plus = part.find('+');
    const auto sign = parse_word<Sign>(part.substr(0, plus));
    if (!sign || plus == std::string_view::npos) return std::nullopt;
    const auto points = parse_decimal(part.substr(plus + 1), 0);
    if (!points) return std::nullopt;
    out.push_back({*sign, *points});
    more = part.size() < text.size();
    if (more) text.remove_prefix(part.size() + 1);
  }
  return out;
}

Shown shown_by(const books::Reader& books, const books::Account& account, std::int64_t today, const Zone& zone) {
  Shown out;
  out.bought = bought_since(books, account.number, format_date(date_of_day(today - bought_days)));
  out.old_customer = account.opened && day_number(zone.local(*account.opened).date) < today - bought_days;
  if (account.meter == MeterNumber{}) return out;
  const auto words = words_of_meter(books, account);
  look_at_words(words, today, zone, out.signs);
  look_at_events(books, account, today, zone, out.signs);
  if (!words.empty() && has_ghost_credit(books, account, words.back())) add(out.signs, Sign::ghost_credit);
  const auto now = use_between(books, account, words, today - use_days, today, zone);
  const auto then = use_between(books, account, words, today - use_days - year_days, today - year_days, zone);
  if (now && then && *then > 0) out.use_percent = *now * 100 / *then;
  return out;
}

std::vector<Sign> signs_of(const Shown& shown, const ClassUse& others) {
  auto out = shown.signs;
  if (shown.use_percent && others.use_percent && *shown.use_percent < own_use_low && *others.use_percent > others_use_usual) add(out, Sign::uses_little);
  if (shown.old_customer && shown.bought.minor() * 100 < others.bought.minor() * bought_low) add(out, Sign::buys_little);
  std::ranges::sort(out);
  return out;
}

std::int64_t score(const std::vector<Sign>& signs) {
  std::int64_t of_events = 0, others = 0;
  for (const auto sign : signs) (is_event(sign) ? of_events : others) += points_of(sign);
  return std::min(points_most, others + std::min(of_events, points_of_events_most));
}

}  // namespace kwota::insight
