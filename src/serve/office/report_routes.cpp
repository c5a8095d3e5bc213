// Reports: which there are, and each of them for a period as JSON, CSV, XLSX or PDF.
#include "people/permissions.h"
#include "sell/settings/in_force.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/office/report_files.h"
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
  limit_to(asked, report, *call.who);
  return asked;
}

void answer_form(const CallPtr& call, const FinishedReport& done) {
  const auto form = call->request.parameter("format");
  if (form != "csv" && form != "pdf" && form != "xlsx") return call->answer(json_of(done.made, done.facts));
  auto file = file_of_report(done, form);
  if (!file) return call->refuse(file.error());
  call->respond(answer_download(std::move(file->file), file->content_type, file->name));
}

void get_report(ServerParts& server, const CallPtr& call) {
  const auto asked = report_for(*call->who, call->path.at("number"));
  if (!asked) return call->refuse(asked.error());
  const bool paper = !call->request.parameter("format").empty();
  (paper ? server.files : server.lists)->run([&server, call, report = *asked] {
    const auto done = finished_report(server, *report, asked_of(*call, *report), call->language, call->who->name, patience(call, count_patience));
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
