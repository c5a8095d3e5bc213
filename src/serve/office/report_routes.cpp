// Reports: which there are, and each of them for a period as JSON, CSV, XLSX or PDF.
#include "people/permissions.h"
#include "sell/settings/in_force.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/report/report_forms.h"
#include "serve/router/answer.h"
#include "serve/router/patience.h"
#include "store/books_reader.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using people::Grant;

/// Whoever may see any of them sees the list.
constexpr auto any_report = "sales_read|ledger_read|meters_read|customers_read|shifts_read";

/// The business day that is on: what is booked now counts for it.
Result<std::string> today_of(ServerParts& server) {
  return server.books.walk([&](store::Connection& connection) -> Result<std::string> {
    const store::BooksReader reader(connection);
    const auto utility = reader.only<books::Utility>();
    TRY(zone, Zone::find(utility ? utility->zone : "UTC"));
    auto day = settings::business_day(reader, server.clock.now(), zone);
    if (reader.failure()) return *reader.failure();
    return day;
  });
}

void get_reports(ServerParts& server, const CallPtr& call) {
  server.lookups->run([&server, call] {
    auto today = today_of(server);
    if (!today) return call->refuse(today.error());
    array rows;
    for (const auto* report : report::reports())
      if (people::granted(*call->who, report->right) != Grant::no) rows.push_back(declared(*report, call->language));
    call->answer(object{{"rows", std::move(rows)}, {"today", *today}});
  });
}

Result<const report::Report*> report_asked(const Call& call) {
  const auto& number = call.path.at("number");
  const auto* found = report::report_numbered(number);
  if (found == nullptr) return error(Fault::request, "unknown_report", "There is no such report. Choose one of the list.", {{"report", number}});
  MUST(people::require(*call.who, found->right));
  return found;
}

report::Asked asked_of(const Call& call, const report::Report& report) {
  report::Asked asked;
  asked.period = std::string(call.request.parameter("period"));
  std::string_view groups = call.request.parameter("group");
  while (!groups.empty()) {
    const auto end = std::min(groups.find(','), groups.size());
    asked.groups.emplace_back(groups.substr(0, end));
    groups.remove_prefix(std::min(end + 1, groups.size()));
  }
  for (const auto& [name, text] : call.request.query)
    if (name.starts_with("filter.") && !text.empty()) asked.filters[name.substr(7)] = text;
  asked.station = visibility_of(*call.who).station;
  // Who may see only his own rows sees only those.
  if (people::granted(*call.who, report.right) == Grant::own) asked.filters["operator"] = call.who->name;
  return asked;
}

ReportFacts facts_of(const ServerParts& server, const Call& call, const books::Reader& books, std::int64_t position) {
  ReportFacts facts;
  facts.language = call.language;
  if (const auto utility = books.only<books::Utility>()) {
    facts.digits = utility->minor_digits;
    facts.currency = utility->currency;
    facts.utility = utility->name;
    if (auto zone = Zone::find(utility->zone)) facts.zone = std::move(*zone);
  }
  facts.position = position;
  facts.made = server.clock.now();
  facts.made_by = call.who->name;
  facts.nature = word_of(server.nature);
  return facts;
}

struct Finished {
  report::Made made;
  ReportFacts facts;
};

/// Of one moment of the books.
Result<Finished> finished(ServerParts& server, const CallPtr& call, const report::Report& report) {
  return server.books.walk([&](store::Connection& connection) -> Result<Finished> {
    const store::Connection::Stopped stopped(connection, patience(call, count_patience));
    const store::BooksReader reader(connection);
    TRY(position, connection.number("SELECT coalesce(max(number), 0) FROM anchor"));
    TRY(made, report::make(reader, report, asked_of(*call, report)));
    if (reader.failure()) return *reader.failure();
    return Finished{std::move(made), facts_of(server, *call, reader, position)};
  });
}

void answer_form(const CallPtr& call, const Finished& done) {
  const auto form = call->request.parameter("format");
  if (form == "csv") return call->respond(answer_download(csv_of(done.made, done.facts), "text/csv; charset=utf-8", file_name(done.made, form)));
  if (form == "pdf") {
    auto paper = pdf_of(done.made, done.facts);
    return paper ? call->respond(answer_download(std::move(*paper), "application/pdf", file_name(done.made, form))) : call->refuse(paper.error());
  }
  if (form == "xlsx") {
    auto book = xlsx_of(done.made, done.facts);
    if (!book) return call->refuse(book.error());
    return call->respond(answer_download(std::move(*book), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file_name(done.made, form)));
  }
  call->answer(json_of(done.made, done.facts));
}

void get_report(ServerParts& server, const CallPtr& call) {
  const auto asked = report_asked(*call);
  if (!asked) return call->refuse(asked.error());
  const bool paper = !call->request.parameter("format").empty();
  (paper ? server.files : server.lists)->run([&server, call, report = *asked] {
    const auto done = finished(server, call, *report);
    if (!done) return call->refuse(done.error());
    answer_form(call, *done);
  });
}

}  // namespace

void add_report_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/reports", any_report, [&server](const CallPtr& call) { get_reports(server, call); }});
  router.add({"GET", "/reports/{number}", any_report, [&server](const CallPtr& call) { get_report(server, call); }});
}

}  // namespace kwota::serve
