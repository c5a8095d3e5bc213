// Pace, silence and reasons to look, as figures of small books.
#include <gtest/gtest.h>

#include "books/memory.h"
#include "collect/insight/pace.h"
#include "collect/insight/silence.h"
#include "collect/insight/suspicion.h"

namespace kwota::insight {
namespace {

constexpr std::int64_t e5 = 100'000;

std::int64_t day(const char* text) { return day_number(parse_date(text).value()); }

TEST(Pace, the_newest_day_counts_one_fifth) {
  // Ten days of 10, then one of 20: 0.2 * 20 + 0.8 * 10.
  const std::vector<Mark> marks{{100, 0}, {110, 100 * e5}, {111, 120 * e5}};
  const auto found = pace(marks, 111);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->daily_e5, 12 * e5);
  EXPECT_EQ(found->known_days, 11);
}

TEST(Pace, days_of_which_nothing_is_known_are_skipped) {
  // Between 100 and 150 nobody heard anything: those fifty days say nothing.
  const std::vector<Mark> marks{{92, 0}, {100, 80 * e5}, {150, 90 * e5}, {151, 100 * e5}};
  const auto found = pace(marks, 151);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->known_days, 10 - 1 + 0) << "eight days at 10 a day – one of them before the sixty –, and the last one";
  EXPECT_EQ(found->daily_e5, 10 * e5);
}

TEST(Pace, with_too_few_days_it_is_the_mean_since_the_last_word) {
  const std::vector<Mark> marks{{100, 0}, {102, 30 * e5}, {104, 40 * e5}};
  EXPECT_EQ(pace(marks, 104)->daily_e5, 5 * e5);
  EXPECT_FALSE(pace(std::vector<Mark>{{100, 5}}, 104)) << "one word says nothing of a pace";
}

/// A customer with a meter that counts kWh, who buys and brings his card home.
struct Street {
  Street() {
    account.number = 100001;
    account.station = "E";
    account.meter = MeterNumber::from(11);
    account.customer = CustomerNumber::from(900001);
    account.usage_class = "homes";
    account.state = books::AccountStatus::open;
    account.opened = at("2026-01-01");
    account.first_number = SequenceNumber{1};
    books.put(account);
  }
  Instant at(const std::string& text) const { return parse_instant(text + "T10:00:00Z").value(); }
  void told(const std::string& text, std::int64_t used_kwh, std::int64_t left_kwh, std::uint32_t count) {
    books::Statement row;
    row.meter = account.meter;
    row.number = ++statements;
    row.taken = at(text);
    row.unit = Unit::energy;
    row.count = SequenceNumber{count};
    row.energy = Energy::kwh(used_kwh);
    row.used_e5 = used_kwh * 1000 * e5;
    row.remaining = Credit::of(Unit::energy, left_kwh * 1000);
    row.balance_e5 = left_kwh * 1000 * e5;
    row.credited = Credit::of(Unit::energy, (used_kwh + left_kwh) * 1000);
    more(row);
    books.append(row);
  }
  void bought(const std::string& text, Money money, std::int64_t kwh) {
    books::Sale sale;
    sale.number = "R" + std::to_string(++sales);
    sale.kind = sales == 1 ? books::Operation::open : books::Operation::recharge;
    sale.account = account.number;
    sale.business_day = text;
    sale.tendered = money;
    sale.unit = Unit::energy;
    sale.credit = Credit::of(Unit::energy, kwh * 1000);
    books.append(sale);
  }
  books::Memory books;
  books::Account account;
  std::function<void(books::Statement&)> more = [](books::Statement&) {};
  std::int64_t statements = 0, sales = 0;
};

TEST(Forecast, credit_under_way_counts_and_the_band_is_wide) {
  Street street;
  street.told("2026-03-01", 0, 100, 1);
  street.told("2026-03-11", 100, 20, 1);  // 10 kWh a day
  street.books.append(books::Instruction{.meter = street.account.meter, .n = SequenceNumber{2}, .revision = 0, .chain = {}, .kind = books::InstructionKind::credit, .unit = Unit::energy,
                                         .amount = Credit::of(Unit::energy, 50'000), .sales = "R2", .time = {}});
  const auto known = forecast(street.books, street.account, day("2026-03-12"), Zone::utc());
  ASSERT_TRUE(known);
  EXPECT_EQ(known->remaining, Credit::of(Unit::energy, 70'000));
  EXPECT_EQ(known->pace.daily_e5, 10'000 * e5);
  EXPECT_EQ(*days_left(*known, day("2026-03-12")), 6) << "seven days from the word of the 11th";
  EXPECT_EQ(known->earliest, day("2026-03-11") + 5);
  EXPECT_EQ(known->latest, day("2026-03-11") + 10);
}

TEST(Silence, who_should_have_bought_long_ago_is_named_with_what_he_would_have_paid) {
  Street street;
  street.bought("2026-01-01", Money::minor(5200), 100);
  street.bought("2026-01-11", Money::minor(5200), 100);
  street.told("2026-01-01", 0, 100, 1);
  street.told("2026-01-11", 100, 100, 2);
  EXPECT_FALSE(silence(street.books, street.account, day("2026-02-20"), Zone::utc())) << "forty days are not long";
  const auto found = silence(street.books, street.account, day("2026-03-12"), Zone::utc());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->days, 60);
  EXPECT_EQ(found->usual_gap, 10);
  EXPECT_EQ(found->gone_days, 50);
  EXPECT_EQ(found->lost, Money::minor(50 * 520)) << "10 kWh a day at 0.52";
  street.account.state = books::AccountStatus::closed;
  EXPECT_FALSE(silence(street.books, street.account, day("2026-03-12"), Zone::utc()));
}

TEST(Suspicion, current_behind_an_open_relay_and_covers_give_points) {
  Street street;
  street.more = [](books::Statement& row) { row.states = {books::MeterState::relay_open}; };
  street.told("2026-03-01", 100, 0, 1);
  street.told("2026-03-11", 140, 0, 1);
  books::MeterEvent event;
  event.meter = street.account.meter;
  event.kind = "terminal_cover_opened";
  event.number = 1;
  event.received = street.at("2026-03-05");
  street.books.put(event);
  books::Meter meter;
  meter.number = street.account.meter;
  meter.sold = SequenceNumber{1};
  street.books.put(meter);
  const auto shown = shown_by(street.books, street.account, day("2026-03-12"), Zone::utc());
  const auto signs = signs_of(shown, {});
  EXPECT_EQ(signs, (std::vector<Sign>{Sign::cover_opened, Sign::relay_passes}));
  EXPECT_EQ(score(signs), 45);
}

TEST(Suspicion, current_that_flowed_backwards_is_read_off_the_readings_codes) {
  Street street;
  street.told("2026-03-01", 100, 0, 1);
  books::MeterReading row;
  row.meter = street.account.meter;
  row.due = street.at("2026-03-05");
  row.taken = row.due;
  row.state = books::ReadingStatus::read;
  row.status = parse_status_words("0000000100000000000000000000");
  street.books.put(row);
  const auto signs = [&] { return shown_by(street.books, street.account, day("2026-03-12"), Zone::utc()).signs; };
  EXPECT_EQ(std::ranges::count(signs(), Sign::reverse_current), 0) << "its words are nobody's to look at any more";
  row.findings = parse_status_findings("relay_closed,reverse_flow:B");
  street.books.put(row);
  EXPECT_EQ(std::ranges::count(signs(), Sign::reverse_current), 1);
  EXPECT_EQ(std::ranges::count(shown_by(street.books, street.account, day("2026-07-12"), Zone::utc()).signs, Sign::reverse_current), 0) << "for ninety days";
}

TEST(Suspicion, what_only_its_class_makes_odd) {
  Shown shown;
  shown.use_percent = 20;
  shown.old_customer = true;
  shown.bought = Money::minor(1000);
  EXPECT_EQ(signs_of(shown, {.use_percent = 95, .bought = Money::minor(9000)}), (std::vector<Sign>{Sign::uses_little, Sign::buys_little}));
  EXPECT_TRUE(signs_of(shown, {.use_percent = 40, .bought = Money::minor(2000)}).empty()) << "all of them use less this year";
}

TEST(Suspicion, events_give_thirty_points_at_most) { EXPECT_EQ(score({Sign::cover_opened, Sign::magnet, Sign::reverse_current}), 30); }

TEST(Silence, the_middle_of_an_even_number_is_the_lower) {
  EXPECT_EQ(median({9, 1, 5, 7}), 5);
  EXPECT_EQ(median({}), 0);
}

}  // namespace
}  // namespace kwota::insight
