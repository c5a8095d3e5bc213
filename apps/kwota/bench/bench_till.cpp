#include "kwota/bench/bench_till.h"

#include <algorithm>
#include <chrono>

#include "kwota/bench/bench_purses.h"
#include "schemes/all.h"
#include "sell/settings/declared.h"
#include "sell/till/till.h"

namespace kwota::app {
namespace {

constexpr int farmers = 2'000, alone = 200;

/// Its station, its till and who works there; no limit stands in the way of a thousand loads.
books::Changes till_rows() {
  books::Changes changes;
  changes.put.emplace_back(settings::always_counting(1, settings::SettingName::hoarding_limit, 1'000'000));
  changes.put.emplace_back(settings::always_counting(2, settings::SettingName::large_sale, 1'000'000));
  changes.put.emplace_back(books::Station{bench_station, "East", "R3"});
  changes.put.emplace_back(books::Till{.station = bench_station, .code = bench_till, .name = "Window 1"});
  changes.put.emplace_back(books::Operator{.name = bench_cashier, .full_name = bench_cashier, .roles = "cashier"});
  return changes;
}

Result<people::Context> at_till(Instant now) {
  people::Context here;
  here.who = books::Operator{.name = bench_cashier, .full_name = bench_cashier, .roles = "cashier"};
  here.station = bench_station;
  here.till = bench_till;
  here.now = now;
  TRY(zone, Zone::find("Asia/Shanghai"));
  here.zone = zone;
  here.schemes = &schemes::table();
  return here;
}

}  // namespace

TillBeside::~TillBeside() {
  enough_ = true;
  if (till_.joinable()) till_.join();
}

Result<void> TillBeside::begin(store::Books& books, Instant now) {
  books_ = &books;
  TRY(here, at_till(now));
  here_ = std::move(here);
  MUST(books.run({"bench", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{till_rows(), Done{}}; }));
  MUST(books.run({bench_cashier, "shift.own", bench_station}, [this](const books::Reader& reader) { return till::open_shift(reader, Money::minor(10'000), here_); }));
  TRY(requests, farmers_to_load(books, farmers, here_));
  requests_ = std::move(requests);
  for (int i = 0; i < alone; ++i) {
    TRY(waited, load_next());
    at_rest_.push_back(waited);
  }
  till_ = std::thread([this] { work(); });
  return {};
}

Result<void> TillBeside::end() {
  enough_ = true;
  till_.join();
  if (failed_) return *failed_;
  return {};
}

Result<double> TillBeside::load_next() {
  const auto& request = requests_[next_++];
  const auto begun = std::chrono::steady_clock::now();
  MUST(books_->run({bench_cashier, "sell", bench_station}, [&](const books::Reader& reader) { return load_and_seal(reader, request, here_); }));
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

void TillBeside::work() {
  while (!enough_ && next_ < requests_.size()) {
    auto waited = load_next();
    if (!waited.ok()) {
      failed_ = waited.error();
      return;
    }
    beside_.push_back(*waited);
  }
}

TillWaits TillBeside::waits_of(std::vector<double> each) {
  if (each.empty()) return {};
  std::ranges::sort(each);
  return {each[each.size() / 2], each[each.size() * 99 / 100], each.size()};
}

}  // namespace kwota::app
