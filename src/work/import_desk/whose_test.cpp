// Whose a thing is stands twice: for decisions (books/whose.h, and sell/imports/whose.h of what a file's row names), and as SQL for lists (store/lists/belongings).
// They say the same of whatever books may hold: what somebody of a station finds in no list, his file cannot name, and what he finds it may; and he is told at once
// of what he would find in a list.
#include <gtest/gtest.h>

#include <rapidcheck.h>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/whose.h"
#include "sell/imports/whose.h"
#include "store/books.h"
#include "store/lists/query.h"

namespace kwota::imports {
namespace {

const Instant morning = parse_instant("2026-11-20T08:00:00Z").value();
constexpr std::array<std::string_view, 2> stations{"E", "S"};
constexpr int customers = 3, points = 3, meters = 3, wells = 2;

std::string any_place() { return *rc::gen::element<std::string>("", "of-E", "of-S", "of-all"); }
std::string any_area() { return *rc::gen::element<std::string>("area-E", "area-S"); }
std::string any_station() { return *rc::gen::element<std::string>("E", "S"); }
std::string station_or_none() { return *rc::gen::element<std::string>("", "E", "S"); }
int one_of(int all) { return *rc::gen::inRange(1, all + 1); }
bool by_chance() { return *rc::gen::arbitrary<bool>(); }
/// Days of which each is drawn once: of two things on one day nobody can say which was last.
struct Days {
  std::vector<int> left = *rc::gen::unique<std::vector<int>>(40, rc::gen::inRange(1, 400));

  Instant time() {
    const auto ago = Duration::hours(24 * left.back());
    left.pop_back();
    return morning - ago;
  }
  LocalDate day() { return Zone::utc().local(time()).date; }
};

std::string point(int number) { return "point-" + std::to_string(number); }
std::string well(int number) { return "well-" + std::to_string(number); }
MeterNumber meter(int number) { return MeterNumber::from(static_cast<std::uint64_t>(number)); }
CustomerNumber customer(int number) { return CustomerNumber::from(static_cast<std::uint64_t>(number)); }

void add_places(books::Changes& to) {
  for (const auto* code : {"E", "S"}) {
    to.put.emplace_back(books::Station{code, code, ""});
    to.put.emplace_back(books::Place{std::string("of-") + code, books::PlaceKind::village, code, code, ""});
  }
  to.put.emplace_back(books::Place{"of-all", books::PlaceKind::village, "everybody's", "", ""});
  for (const auto* code : {"area-E", "area-S"}) to.put.emplace_back(books::Place{code, books::PlaceKind::area, code, std::string(code).substr(5), ""});
  for (int i = 1; i <= points; ++i) to.put.emplace_back(books::ServicePoint{.code = point(i), .address = "", .place = any_place(), .area = by_chance() ? any_area() : "", .building = by_chance() ? "house-1" : ""});
  for (int i = 1; i <= wells; ++i) to.put.emplace_back(books::Well{.number = well(i), .name = "", .village = any_place()});
}

void add_customers(books::Changes& to) {
  for (int i = 1; i <= customers; ++i) {
    books::Customer row;
    row.number = customer(i);
    row.place = any_place();
    row.station = station_or_none();
    to.put.emplace_back(row);
  }
}

/// Where it was, hangs, and lies: each as it may be.
void add_meter(int number, std::int64_t& accounts, Days& days, books::Changes& to) {
  books::Meter row;
  row.number = meter(number);
  row.service_point = by_chance() ? point(one_of(points)) : "";
  if (by_chance()) row.state = books::MeterStatus::installed;
  to.put.emplace_back(row);
  to.put.emplace_back(books::MeterCommand{.number = number, .meter = row.number});
  for (int left = *rc::gen::inRange(0, 3); left > 0; --left) {
    books::Account account;
    account.number = ++accounts;
    account.station = any_station();
    account.customer = customer(one_of(customers));
    account.service_point = by_chance() ? point(one_of(points)) : "";
    account.meter = row.number;
    account.state = left > 1 || by_chance() ? books::AccountStatus::closed : books::AccountStatus::open;
    if (account.state == books::AccountStatus::closed) account.closed = days.time();
    to.put.emplace_back(account);
    if (by_chance()) to.put.emplace_back(books::MeterSwap{.account = account.number, .number = 1, .time = days.time(), .old_meter = meter(one_of(meters)), .new_meter = row.number});
  }
  if (by_chance()) {
    books::WellMeter hung{.well = well(one_of(wells)), .meter = row.number, .from = days.day()};
    if (by_chance()) hung.to = days.day();
    to.put.emplace_back(hung);
  }
  if (by_chance()) to.put.emplace_back(books::FormerTotal{.area = any_area(), .until = days.day(), .since = {}, .meter = row.number});
  if (by_chance()) {
    books::StockMeter stock;
    stock.meter = row.number;
    stock.station = station_or_none();
    stock.state = *rc::gen::element(books::StockStatus::received, books::StockStatus::installed, books::StockStatus::removed, books::StockStatus::returned);
    to.put.emplace_back(stock);
  }
}

books::Changes any_books() {
  books::Changes out;
  add_places(out);
  add_customers(out);
  std::int64_t accounts = 100'000;
  Days days;
  for (int i = 1; i <= meters; ++i) add_meter(i, accounts, days, out);
  // No meter counts two areas.
  const auto counts_east = one_of(meters), counts_south = one_of(meters);
  if (by_chance()) out.put.emplace_back(books::AreaMeter{.area = "area-E", .meter = meter(counts_east)});
  if (counts_south != counts_east) out.put.emplace_back(books::AreaMeter{.area = "area-S", .meter = meter(counts_south)});
  return out;
}

bool is_listed(store::Books& books, std::string_view view, std::string_view column, const std::string& name, std::string_view station) {
  store::ListRequest wanted;
  wanted.view = view;
  wanted.filters = {{std::string(column), store::Match::is, name}};
  wanted.station = station;
  return books.query([&](store::Moment& connection) -> Result<bool> { return !store::list(connection, wanted).value().rows.empty(); }).value();
}

/// As a row says it that names this and nothing else.
bool may_be_named(store::Books& books, const books::Register& row, std::string_view station) {
  return books.read([&](const books::Reader& reader) -> Result<bool> { return !foreign_in(reader, books::ref(row), station); }).value();
}

/// Who listens where it was told something, or has told something.
bool is_told_of(store::Books& books, MeterNumber number, std::string_view station) {
  const auto whose = books.read([&](const books::Reader& reader) -> Result<books::Whose> { return books::station_of_reports(reader, number); }).value();
  return !whose || whose->empty() || *whose == station;
}

books::Account naming(std::string_view station, CustomerNumber who, const std::string& where, MeterNumber what) {
  books::Account row;
  row.station = station;
  row.customer = who;
  row.service_point = where;
  row.meter = what;
  return row;
}

void say_the_same(store::Books& books, std::string_view station) {
  const auto same = [&](std::string_view view, std::string_view column, const std::string& name, const books::Register& row) {
    if (is_listed(books, view, column, name, station) != may_be_named(books, row, station)) RC_FAIL(std::string(view) + " " + name + " of " + std::string(station));
  };
  for (int i = 1; i <= customers; ++i) same("customers", "number", to_text(customer(i)), naming(station, customer(i), "", {}));
  for (int i = 1; i <= points; ++i) same("service-points", "code", point(i), naming(station, {}, point(i), {}));
  for (int i = 1; i <= meters; ++i) same("meters", "number", to_text(meter(i)), naming(station, {}, "", meter(i)));
  for (int i = 1; i <= meters; ++i)
    if (is_listed(books, "commands", "meter", to_text(meter(i)), station) != is_told_of(books, meter(i), station)) RC_FAIL("what meter " + to_text(meter(i)) + " was told, of " + std::string(station));
  for (int i = 1; i <= wells; ++i) same("wells", "number", well(i), books::WellMeter{.well = well(i)});
  for (const auto* place : {"of-E", "of-S", "of-all"}) same("places", "code", place, books::Place{.code = "new", .station = std::string(station), .parent = place});
}

/// Where each meter that hangs somewhere, is on a line or counts an area is read: as the engine has all of them at once, and as of one.
void are_where_each_is(store::Books& books) {
  books.read([](const books::Reader& reader) -> Result<Done> {
    for (const auto& point : reader.meter_points())
      if (point != books::meter_point(reader, point.meter)) RC_FAIL("meter " + to_text(point.meter));
    return Done{};
  }).value();
}

TEST(Whose, a_station_finds_in_lists_what_its_files_may_name_and_what_it_is_told_of_and_nothing_else) {
  EXPECT_TRUE(rc::check([] {
    ManualClock clock{morning};
    const auto books = store::Books::in_memory(clock).value();
    const auto changes = any_books();
    books->run({"setup", "setup", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{changes, {}}; }).value();
    for (const auto station : stations) say_the_same(*books, station);
    are_where_each_is(*books);
  }));
}

}  // namespace
}  // namespace kwota::imports
