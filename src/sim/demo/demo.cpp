#include "sim/demo/demo.h"


#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr Subject list[] = {
    {"sales", sell_over_the_year},
    {"corrections", correct_mistakes},
    {"account life", change_accounts},
    {"prices", change_prices},
    {"meters on lines", read_meters_on_lines},
    {"reading days", review_reading_days},
    {"gas and water", supply_gas_and_water},
    {"balances at the server", keep_balances},
    {"an outlet", sell_at_an_outlet},
    {"invoices", write_invoices},
    {"visits", visit_supplies},
    {"irrigation", water_fields},
    {"cash", take_cash_away},
    {"month ends", close_months},
    {"the store", keep_the_store},
    {"the bench", furnish_the_bench},
    {"the well of the bench", dig_the_bench_well},
    {"open matters", leave_matters_open},
};

}  // namespace

std::span<const Subject> subjects() { return list; }

Household* Village::take(const std::string& station) {
  constexpr std::size_t stride = 37;  // somebody else each time
  const auto count = houses.size();
  asked_ += stride;
  for (std::size_t i = 0; i < count; ++i) {
    auto& one = houses[(asked_ + i) % count];
    if (one.leaves || !one.meter.open || one.meter.silent_from >= 0 || one.station != station) continue;
    one.leaves = true;
    return &one;
  }
  return nullptr;
}

Instant beginning(const HistorySettings& settings) { return settings.now - Duration::days(settings.days) - Duration::hours(30); }

Result<void> live(store::Books& books, ManualClock& clock, const HistorySettings& settings) {
  TRY(utility, books.read([](const books::Reader& reader) -> Result<std::optional<books::Utility>> { return reader.only<books::Utility>(); }));
  if (!utility) return error(Fault::ours, "demo_damaged", "The sample utility is not in the books.");
  TRY(zone, Zone::find(utility->zone));
  books.confirm_clock();
  Village village;
  History history(books, clock, zone, settings);
  for (const auto& subject : subjects()) MUST(subject.prepare(history, village));
  return history.live();
}

}  // namespace kwota::demo
