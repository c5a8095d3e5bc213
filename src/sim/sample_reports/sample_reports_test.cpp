// Every report of forty days of the sample utility, held against the file that a person has approved (tests/approved/reports): numbers, heads, totals and
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
constexpr int days = 40;

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

/// What forty days do not bring by themselves: taxes of two kinds, one given back; a charge by the month; kWh; a debt, of which something is paid.
class Rare {
 public:
  explicit Rare(store::Books& books) : books_(books) {
    account_ = books_.read([](const books::Reader& reader) -> Result<books::Account> { return reader.all<books::Account>().front(); }).value();
    shift_ = books_.read([](const books::Reader& reader) -> Result<std::int64_t> { return reader.select<books::Shift>("E01", "T1").back().number; }).value();
  }
  void book() {
    put(books::Debt{.number = 900, .account = account_.number, .customer = account_.customer, .amount = Money::minor(50'00), .raised = parse_instant(now).value()});
    sell("R1-T1-90000001", 113'00, 200, R"({"lines":[{"id":"energy","minor":10000},{"id":"vat","minor":1300,"base":10000,"percent":"13"}]})", {{"tax/vat", Money::minor(-13'00)}});
    sell("R1-T1-90000002", 116'60, 100,
         R"({"lines":[{"id":"energy","minor":10600},{"id":"supply","minor":1060,"count":"1"},{"id":"vat","minor":660,"base":11660,"base_fees":1060,"base_fixed":1060,"percent":"6","memo":true}]})",
         {{"fixed/supply", Money::minor(-10'60)}});
    sell("R1-T1-90000003", 63'33, 70, R"({"lines":[]})", {{"debt/900", Money::minor(-20'00)}});
    post("R1-T1-90000001/reversed", ledger::Operation::reversed, {{drawer, Money::minor(-113'00)}, {"prepaid/electricity", Money::minor(100'00)}, {"tax/vat", Money::minor(13'00)}});
  }

 private:
  void run(std::vector<books::Register> put, std::vector<books::Chained> append) {
    books_.run({"setup", "setup", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{put, append}, {}}; }).value();
  }
  void put(books::Register row) { run({std::move(row)}, {}); }
  void post(const std::string& number, ledger::Operation what, std::vector<books::Leg> legs) {
    run({}, {ledger::balanced({number, "till/E01/T1", parse_instant(now).value(), today, what, account_.number}, std::move(legs)).value()});
  }
  void sell(const std::string& number, std::int64_t paid, std::int64_t kwh, const char* document, std::vector<books::Leg> legs) {
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
    run({books::SaleState{number, books::SaleStatus::carried, sale.time, 0}}, {sale});
    legs.insert(legs.begin(), {drawer, sale.tendered});
    Money energy;
    for (const auto& leg : legs) energy -= leg.amount;
    legs.push_back({"prepaid/electricity", energy});
    post(number, ledger::Operation::recharge, std::move(legs));
  }

  static constexpr auto drawer = "till/E01/T1/cash";
  store::Books& books_;
  books::Account account_;
  std::int64_t shift_ = 0;
};

TEST(SampleReports, each_says_what_was_approved) {
  SampleUtility utility(parse_instant(now).value(), days);
  const auto lived = utility.live();
  ASSERT_TRUE(lived.ok()) << lived.error().code << " " << lived.error().what;
  Rare(utility.books()).book();
  if (renewing()) std::filesystem::create_directories(approved_reports());
  std::set<std::string> approved;
  for (const auto* report : report::reports()) {
    if (!report->has_data) continue;
    const auto made = utility.books().read([&](const books::Reader& reader) { return made_of(reader, *report); });
    ASSERT_TRUE(made.ok()) << report->number << ": " << made.error().code << " " << made.error().what;
    approved.insert(fmt::format("{}.json", report->number));
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
