#include "sell/tariff/search.h"

#include <algorithm>
#include <utility>

#include "sell/tariff/basket.h"
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {
namespace {

/// The largest number in [low, high] for which `fits` holds, when it holds for all up to some number; nothing when for none.
/// Looks around `guess` first, with doubling strides: the better the guess, the fewer the looks.
template <class Fits>
std::optional<std::int64_t> largest(std::int64_t low, std::int64_t high, std::int64_t guess, Fits fits) {
  if (low > high || !fits(low)) return std::nullopt;
  std::int64_t fitting = low, above = high + 1;
  guess = std::clamp(guess, low, high);
  if (guess == low || fits(guess)) {
    fitting = guess;
    for (std::int64_t stride = 1; stride <= high - fitting; stride *= 2) {
      if (!fits(fitting + stride)) {
        above = fitting + stride;
        break;
      }
      fitting += stride;
    }
  } else {
    above = guess;
    for (std::int64_t stride = 1; above - stride > low; stride *= 2) {
      if (fits(above - stride)) {
        fitting = above - stride;
        break;
      }
      above -= stride;
    }
  }
  while (above - fitting > 1) {
    const std::int64_t middle = fitting + (above - fitting) / 2;
    (fits(middle) ? fitting : above) = middle;
  }
  return fitting;
}

bool below_zero(const PriceList& price) {
  return price.flat_e8 < 0 ||
         std::any_of(price.by_period.begin(), price.by_period.end(), [](const auto& each) { return each.second < 0; });
}

/// No line falls as the units rise: then the sum of the rounded lines does not fall either, whatever the rounding.
bool lines_only_rise(const Terms& terms) {
  const auto falls = [](const Charge& charge) { return charge.kind->follows_units && charge.figure_e8 < 0; };
  const auto& charges = terms.version->charges;
  if (below_zero(terms.energy->price) || std::any_of(charges.begin(), charges.end(), falls)) return false;
  const auto gives_back = [](const PriceSet& set) { return std::ranges::any_of(set.steps, [](const Step& step) { return below_zero(step.price); }); };
  return std::ranges::none_of(terms.energy->sets, gives_back);
}

bool same_by_units(const Document& a, const Document& b) {
  const auto next = [](const Document& document, std::size_t& i) -> const DocumentLine* {
    while (i < document.lines.size() && !document.lines[i].by_units) ++i;
    return i < document.lines.size() ? &document.lines[i++] : nullptr;
  };
  std::size_t i = 0, k = 0;
  for (;;) {
    const DocumentLine* x = next(a, i);
    const DocumentLine* y = next(b, k);
    if (x == nullptr || y == nullptr) return x == y;
    if (x->id != y->id || x->step != y->step || x->amount != y->amount) return false;
  }
}

}  // namespace

Search::Search(const Terms& terms, std::int64_t rest, std::int64_t gross_base)
    : terms_(terms), rest_(rest), gross_base_(gross_base) {
  std::size_t lines = 1 + terms.version->charges.size();
  for (const PriceSet& set : terms.energy->sets) lines += set.steps.size();
  known_.reserve(16);
  // Rounded once, the cost follows the units; rounded by lines, each line may be off by one on both sides, which is felt only
  // when one falls while another rises.
  slack_ = terms.version->rounding.at_total || lines_only_rise(terms) ? 0 : 2 * static_cast<std::int64_t>(lines);
}

Document Search::document(const Range& range, std::int64_t grains) const {
  const std::int64_t units = grains * terms_.grain_e3;
  const bool sets = terms_.energy->kind == EnergyKind::sets;
  const Basket basket = sets ? basket_in_set(terms_, range.set, units) : sale_basket(terms_, units);
  return write_document(terms_, basket, {.gross_base = gross_base_});
}

std::optional<std::int64_t> Search::cost(const Range& range, std::int64_t grains) const {
  if (const auto known = std::ranges::find_if(known_, [&](const Known& one) { return one.set == range.set && one.grains == grains; }); known != known_.end()) return known->cost;
  const Document document_of_n = document(range, grains);
  const auto cost = document_of_n.overflow ? std::nullopt : std::optional(document_of_n.total);
  known_.push_back({range.set, grains, cost});
  return cost;
}

std::optional<std::int64_t> Search::cost(std::int64_t grains) const {
  for (const Range& range : ranges())
    if (grains >= range.low && grains <= range.high) return cost(range, grains);
  return std::nullopt;
}

std::vector<Search::Range> Search::ranges() const {
  const std::int64_t most = (terms_.units_max_e3() - terms_.counter_e3) / terms_.grain_e3;
  if (terms_.energy->kind != EnergyKind::sets) return {{0, 0, most}};
  std::vector<Range> all;
  std::int64_t low = 0;
  for (std::size_t set = 0; set < terms_.set_upto_e3.size(); ++set) {
    const auto& upto = terms_.set_upto_e3[set];
    if (upto && *upto < terms_.counter_e3) continue;
    const std::int64_t high = upto ? std::min(most, (*upto - terms_.counter_e3) / terms_.grain_e3) : most;
    if (low <= high) all.push_back({set, low, high});
    low = std::max(low, high + 1);
  }
  return all;
}

std::int64_t Search::about(const Range& range, std::int64_t limit) const {
  constexpr std::int64_t first_chord = 1000;
  constexpr int chords_max = 6;
  std::int64_t n = range.low, next = std::min(range.high, range.low + first_chord);
  auto price = cost(range, n);
  for (int i = 0; i < chords_max && price && next != n; ++i) {
    const auto next_price = cost(range, next);
    if (!next_price || *next_price == *price) break;
    const Wide further = Wide{limit - *next_price} * (next - n) / (*next_price - *price);
    n = std::exchange(next, static_cast<std::int64_t>(std::clamp<Wide>(next + further, range.low, range.high)));
    price = next_price;
    if (further >= -1 && further <= 1) break;
  }
  return next;
}

std::int64_t Search::plateau_begin(const Range& range, std::int64_t grains) const {
  const Document here = document(range, grains);
  const auto below =
      largest(0, grains - range.low, 0, [&](std::int64_t less) { return same_by_units(document(range, grains - less), here); });
  return grains - *below;
}

std::int64_t Search::plateau_end(const Range& range, std::int64_t grains) const {
  const Document here = document(range, grains);
  return *largest(grains, range.high, grains, [&](std::int64_t n) { return same_by_units(document(range, n), here); });
}

std::optional<std::int64_t> Search::largest_within(const Range& range) const {
  const auto within = [&](std::int64_t n, std::int64_t limit) {
    const auto price = cost(range, n);
    return price && *price <= limit;
  };
  const auto start =
      largest(range.low, range.high, about(range, rest_ + slack_), [&](std::int64_t n) { return within(n, rest_ + slack_); });
  if (!start) return std::nullopt;
  for (std::int64_t n = *start; n >= range.low; n = plateau_begin(range, n) - 1)
    if (within(n, rest_)) return n;
  return std::nullopt;
}

std::optional<std::int64_t> Search::largest_within() const {
  std::optional<std::int64_t> best;
  for (const Range& range : ranges())
    if (const auto found = largest_within(range)) best = std::max(best.value_or(0), *found);
  return best;
}

std::optional<std::int64_t> Search::smallest_reaching(const Range& range) const {
  const auto reaches = [&](std::int64_t n, std::int64_t limit) {
    const auto price = cost(range, n);
    return !price || *price >= limit;
  };
  const auto below =
      largest(range.low, range.high, about(range, rest_ - slack_), [&](std::int64_t n) { return !reaches(n, rest_ - slack_); });
  for (std::int64_t n = below ? *below + 1 : range.low; n <= range.high; n = plateau_end(range, n) + 1)
    if (reaches(n, rest_)) return cost(range, n) ? std::optional(n) : std::nullopt;
  return std::nullopt;
}

std::optional<std::int64_t> Search::smallest_reaching() const {
  for (const Range& range : ranges())
    if (const auto found = smallest_reaching(range)) return found;
  return std::nullopt;
}

std::optional<std::int64_t> Search::grains() const {
  if (terms_.version->rounding.units == UnitsRule::up) {
    const auto charges = cost(0);
    return charges && *charges <= rest_ ? smallest_reaching() : std::nullopt;
  }
  const auto below = largest_within();
  if (terms_.version->rounding.units == UnitsRule::down || !below) return below;
  const auto low = cost(*below), high = cost(*below + 1);
  return high && *high - rest_ <= rest_ - *low ? *below + 1 : *below;
}

}  // namespace kwota::tariff
