// Every report of the last forty of two hundred days of the sample utility, held against the file that a person has approved (tests/approved/reports): numbers, heads, totals and
// check lines, to the last letter. A report that is added, and one that is meant to say something else, gets its file by
//   KWOTA_RENEW=1 script/test room sim/sample_reports
// and git shows what changed. Begin with approved_of().
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "sell/ledger/posting.h"
#include "serve/report/report_forms.h"
#include "sim/demo/test_utility.h"

namespace kwota::demo {
namespace {

namespace json = boost::json;

constexpr auto today = "2026-11-12", month = "2026-11", all_days = "2026-10-03..2026-11-12", now = "2026-11-12T15:00:00+08:00";
constexpr int days = 200;

std::filesystem::path approved_reports() { return std::filesystem::path(KWOTA_SOURCE_DIR) / "tests/approved/reports"; }
bool renewing() { return std::getenv("KWOTA_RENEW") != nullptr; }

std::string approved_of(std::string_view number) {
  std::ifstream in(approved_reports() / fmt::format("{}.json", number));
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

/// A line a row, so that a person sees which of them says something else.
std::string in_lines(const json::object& made) {
  std::string out = "{\n";
  for (const auto& [name, value] : made) {
    out += out.size() == 2 ? "" : ",\n";
    out += fmt::format(" {}: ", json::serialize(json::value(name)));
    const auto* list = value.if_array();
    if (list == nullptr || list->empty() || !list->front().is_object()) {
      out += json::serialize(value);
      continue;
    }
    out += "[\n";
    for (std::size_t i = 0; i < list->size(); ++i) out += fmt::format("  {}{}\n", json::serialize((*list)[i]), i + 1 < list->size() ? "," : "");
    out += " ]";
  }
  return out + "\n}\n";
}

/// As long a one as it offers.
std::string period_of(const report::Report& report) {
  if (report::among(report.periods, "range")) return all_days;
  return report::among(report.periods, "month") ? month : today;
}

/// As whoever asks for it as of a position of the books gets it: without who made it and when.
Result<std::string> made_of(const books::Reader& books, const report::Report& report) {
  TRY(made, report::make(books, report, {.period = period_of(report)}));
  serve::ReportFacts facts;
  facts.language = "en";
  facts.currency = "CNY";
  facts.utility = "Sample";
  facts.as_of = true;
  auto shown = serve::json_of(made, facts);
  for (const auto* of_the_day : {"position", "position_time", "as_of", "foot"}) shown.erase(of_the_day);
  return in_lines(shown);
}

/// What the sample utility does not bring by itself: taxes of two kinds, one given back; a charge by the month; kWh; a debt, of which something is paid, by a payment that was called unusual; and what insight looks for.
class Rare {
 public:
  explicit Rare(store::Books& books) : books_(books) {
    account_ = books_.read([](const books::Reader& reader) -> Result<books::Account> { return reader.all<books::Account>().front(); }).value();
    shift_ = books_.read([](const books::Reader& reader) -> Result<std::int64_t> { return reader.select<books::Shift>("E01", "T1").back().number; }).value();
  }
  void book() {
    put(books::Debt{.number = 900, .account = account_.number, .customer = account_.customer, .amount = Money::minor(50'00), .raised = parse_instant(now).value()});
    const auto undone = sell(113'00, 200, R"({"lines":[{"id":"energy","minor":10000},{"id":"vat","minor":1300,"base":10000,"percent":"13"}]})", {{"tax/vat", Money::minor(-13'00)}});
    sell(116'60, 100,
         R"({"lines":[{"id":"energy","minor":10600},{"id":"supply","minor":1060,"count":"1"},{"id":"vat","minor":660,"base":11660,"base_fees":1060,"base_fixed":1060,"percent":"6","memo":true}]})",
         {{"fixed/supply", Money::minor(-10'60)}});
    sell(63'33, 70, R"({"lines":[],"confirmed":[{"code":"median","usual":"20.00"}]})", {{"debt/900", Money::minor(-20'00)}});
    post(undone + "/reversed", ledger::Operation::reversed, {{drawer, Money::minor(-113'00)}, {"prepaid/electricity", Money::minor(100'00)}, {"tax/vat", Money::minor(13'00)}});
    watch();
  }

 private:
  void run(std::vector<books::Register> put, std::vector<books::Chained> append) {
    books_.run({"setup", "setup", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{put, append}, {}}; }).value();
  }
  void put(books::Register row) { run({std::move(row)}, {}); }
  void post(const std::string& number, ledger::Operation what, std::vector<books::Leg> legs) {
    run({}, {ledger::balanced({number, "till/E01/T1", parse_instant(now).value(), today, what, account_.number}, std::move(legs)).value()});
  }
  /// Under the till's next number, which it gives.
  std::string sell(std::int64_t paid, std::int64_t kwh, const char* document, std::vector<books::Leg> legs) {
    auto till = books_.read([](const books::Reader& reader) -> Result<books::Till> { return reader.find<books::Till>("E01", "T1").value(); }).value();
    const auto number = fmt::format("R1-T1-{:08}", till.next_receipt++);
    books::Sale sale;
    sale.number = number;
    sale.chain = "till/E01/T1";
    sale.station = "E01";
    sale.till = "T1";
    sale.shift = shift_;
    sale.operator_name = "wang";
    sale.time = parse_instant(now).value();
    sale.business_day = today;
    sale.account = account_.number;
    sale.customer = account_.customer;
    sale.tendered = Money::minor(paid);
    sale.unit = Unit::energy;
    sale.credit = Credit::of(Unit::energy, kwh * 1000);
    sale.n = SequenceNumber{900};
    sale.plan = "cn-beijing";
    sale.usage_class = "trade";
    sale.scheme = "energy_by_card";
    sale.document = document;
    run({books::SaleState{number, books::SaleStatus::carried, sale.time, 0}, till}, {sale});
    legs.insert(legs.begin(), {drawer, sale.tendered});
    Money energy;
    for (const auto& leg : legs) energy -= leg.amount;
    legs.push_back({"prepaid/electricity", energy});
    post(number, ledger::Operation::recharge, std::move(legs));
    return number;
  }

  // ---- what insight looks for: somebody who opened his cover, a pump that ran by itself, a register that ran beyond its records, an area that loses

  void watch() {
    const auto odd = spoken();
    auto opened = books_.read([&](const books::Reader& reader) -> Result<books::Statement> { return reader.last(books::Statement::by_progress, odd.meter).value(); }).value();
    opened.taken = parse_instant(now).value();
    opened.meter_time.reset();
    opened.illegal_inserts += 300;
    run({}, {opened});
    for (const auto* kind : {"cover_opened", "magnetic_field"}) put(books::MeterEvent{.meter = odd.meter, .kind = kind, .number = 1, .began = {}, .ended = {}, .snapshot = "{}", .received = parse_instant(now).value()});
    auto head = books_.read([](const books::Reader& reader) -> Result<books::WellHead> { return reader.all<books::WellHead>().front(); }).value();
    head.fault_energy = Energy::kwh(3);
    put(head);
    auto watering = books_.read([&](const books::Reader& reader) -> Result<books::Watering> { return reader.last<books::Watering>(head.meter).value(); }).value();
    ++watering.number;
    watering.start = parse_local(std::string(today) + " 06:00:00").value();
    watering.register_after += Energy::kwh(watering.used.wh() / 1000 + 9);
    put(watering);
    lose();
    fall_silent();
  }
  /// An open account whose meter has spoken for it.
  books::Account spoken() {
    return books_.read([](const books::Reader& reader) -> Result<books::Account> {
      for (const auto& account : reader.all<books::Account>()) {
        const auto words = reader.newest(books::Statement::by_progress, 2, account.meter);
        if (account.state == books::AccountStatus::open && words.size() == 2 && books::speaks_for(words.back(), account)) return account;
      }
      return error(Fault::ours, "not_found", "No meter has spoken.");
    }).value();
  }
  /// Who bought once, longest ago of all, has a meter that has used it up since.
  void fall_silent() {
    auto gone = books_.read([](const books::Reader& reader) -> Result<std::pair<books::Account, LocalDate>> {
      std::map<std::string, books::Account> once;
      for (const auto& account : reader.all<books::Account>())
        if (const auto bought = reader.select(books::Sale::of_account, account.number); bought.size() == 1 && bought.front().meter != MeterNumber{} && bought.front().kind == books::Operation::open) once.try_emplace(bought.front().business_day, account);
      return std::pair(once.begin()->second, parse_date(once.begin()->first).value());
    }).value();
    auto& [account, day] = gone;
    account.first_number = {};
    account.statements_before = 0;
    account.meter = MeterNumber::from(990'000'000'003);
    put(books::Meter{.number = account.meter, .model = "DDSY1352", .state = books::MeterStatus::installed});
    put(account);
    for (const auto& [days_before, used, left] : {std::tuple{8, 0, 50}, std::tuple{0, 40, 10}}) {
      books::Statement said;
      said.meter = account.meter;
      said.chain = "meter/990000000003";
      said.taken = parse_instant(format_date(date_of_day(day_number(day) - days_before)) + "T08:00:00+08:00").value();
      said.used_e5 = std::int64_t{used} * 100 * 100'000;
      said.remaining = Credit::of(Unit::money, left * 100);
      run({}, {said});
    }
  }
  /// A transformer area of one meter, in which a tenth is lost.
  void lose() {
    const auto meter = [&](std::uint64_t number, const std::string& point) {
      put(books::Meter{.number = MeterNumber::from(number), .model = "DDSY1352", .service_point = point, .state = books::MeterStatus::installed});
      return MeterNumber::from(number);
    };
    put(books::Place{.code = "A900", .kind = books::PlaceKind::area, .name = "Mill", .station = "E01", .parent = {}});
    put(books::ServicePoint{.code = "P900", .address = "Mill", .place = {}, .area = "A900"});
    const auto whole = meter(990'000'000'001, "P900"), supplied = meter(990'000'000'002, "P900");
    put(books::AreaMeter{.area = "A900", .meter = whole, .factor = 1, .since = {2026, 10, 1}});
    const auto last = day_number(parse_date(today).value());
    for (std::int64_t day = 0; day <= 10; ++day)
      for (const auto& [number, kwh] : {std::pair{whole, 20}, std::pair{supplied, 18}}) put(books::DayFreeze{.meter = number, .day = date_of_day(last - 10 + day), .energy = Energy::kwh(kwh * day)});
  }

  static constexpr auto drawer = "till/E01/T1/cash";
  store::Books& books_;
  books::Account account_;
  std::int64_t shift_ = 0;
};

/// R18 of all days of the utility.
std::int64_t numbers_missing(store::Books& books) {
  const auto made = books.read([](const books::Reader& reader) { return report::make(reader, *report::report_numbered("R18"), {.period = "2026-01-01..2026-11-12"}); }).value();
  const auto place = std::ranges::find(made.columns, "numbers_missing", &report::MadeColumn::figure) - made.columns.begin();
  return made.totals.at(static_cast<std::size_t>(place)).value();
}

TEST(SampleReports, each_says_what_was_approved) {
  SampleUtility utility(parse_instant(now).value(), days);
  const auto lived = utility.live();
  ASSERT_TRUE(lived.ok()) << lived.error().code << " " << lived.error().what;
  Rare(utility.books()).book();
  EXPECT_EQ(numbers_missing(utility.books()), 0) << "receipt numbers of the sample utility jump";
  if (renewing()) std::filesystem::create_directories(approved_reports());
  std::set<std::string> approved;
  for (const auto* report : report::reports()) {
    if (!report->has_data) continue;
    const auto made = utility.books().read([&](const books::Reader& reader) { return made_of(reader, *report); });
    ASSERT_TRUE(made.ok()) << report->number << ": " << made.error().code << " " << made.error().what;
    approved.insert(fmt::format("{}.json", report->number));
    EXPECT_EQ(made->find("\"rows\": []"), std::string::npos) << report->number << " has nothing to show: neither the sample utility nor Rare brings what it tells of";
    if (renewing()) std::ofstream(approved_reports() / fmt::format("{}.json", report->number)) << *made;
    EXPECT_EQ(*made, approved_of(report->number)) << report->number << " says something else than what was approved. Is it meant to? KWOTA_RENEW=1 script/test room sim/sample_reports";
  }
  for (const auto& file : std::filesystem::directory_iterator(approved_reports())) {
    if (renewing() && !approved.contains(file.path().filename())) std::filesystem::remove(file.path());
    else EXPECT_TRUE(approved.contains(file.path().filename())) << file.path() << " is of no report";
  }
}

}  // namespace
}  // namespace kwota::demo
