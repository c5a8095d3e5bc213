// Reports: which there are, each of them for a period as JSON, CSV, XLSX or PDF – also of an earlier position of the books –, and what changed since.
#include <charconv>

#include "base/decimal.h"
#include "base/text/parts.h"
#include "books/lookup.h"
#include "books/rows/office/operator.h"
#include "people/permissions.h"
#include "people/station.h"
#include "sell/settings/in_force.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/lists/list_files.h"
#include "serve/lists/report_files.h"
#include "serve/report/report_pages.h"
#include "serve/router/answer.h"
#include "serve/router/patience.h"
#include "store/draft/moment.h"
#include "store/verify/as_of.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using people::Grant;

constexpr std::size_t changes_most = 500;
/// Whoever may see any of them sees the list.
constexpr Need any_report = "sales_read|reports_read|meters_read|customers_read|shifts_read";

object choice_of(const books::Operator& row) { return {{"value", row.name}, {"text", row.full_name}}; }

/// Who may be asked for in a report: whoever reads it need not see the register of people. Who sees one station is offered those who work there or everywhere.
array people_for(const books::Reader& books, const books::Operator& who) {
  array out;
  for (const auto& row : books.all<books::Operator>())
    if (people::concerns(who, row.station)) out.push_back(choice_of(row));
  return out;
}

/// Which reports there are for him, and the business day that is on: what is booked now counts for it.
Result<object> reports_for(const books::Reader& books, const Call& call, Instant now) {
  TRY(zone, books::utility_zone(books));
  const auto people = people_for(books, *call.who);
  array rows;
  for (const auto* report : report::reports()) {
    const auto grant = people::granted(*call.who, report->right);
    if (grant == Grant::no) continue;
    auto row = declared(*report, call.language);
    if (report::offered(report->filters, "operator")) row["choices"].as_object()["operator"] = grant == Grant::own ? array{choice_of(*call.who)} : people;
    rows.push_back(std::move(row));
  }
  return object{{"rows", std::move(rows)}, {"today", settings::business_day(books, now, zone)}};
}

void get_reports(ServerParts& server, const CallPtr& call) {
  server.lookups->run([&server, call] {
    auto all = server.books.walk([&](store::Moment& connection) -> Result<object> {
      const store::BooksReader reader(connection);
      auto out = reports_for(reader, *call, server.clock.now());
      return reader.failure() ? Result<object>(*reader.failure()) : std::move(out);
    });
    if (!all) return call->refuse(all.error());
    call->answer(std::move(*all));
  });
}

report::Asked asked_of(const Call& call, const report::Report& report) {
  report::Asked asked;
  asked.period = std::string(call.request.parameter("period"));
  asked.groups = texts_of(call.request.parameter("group"));
  for (const auto& [name, text] : call.request.query)
    if (name.starts_with("filter.") && !text.empty()) asked.filters[name.substr(7)] = text;
  limit_to(asked, report, *call.who);
  return asked;
}

/// A moment by the utility's clock, "2026-11-20T14:05"; the minute belongs to it.
std::optional<LocalTime> moment_in(std::string_view text) {
  constexpr std::size_t to_the_minute = 16;
  std::string whole(text);
  std::ranges::replace(whole, 'T', ' ');
  if (whole.size() == to_the_minute) whole += ":59";
  const auto time = parse_local(whole);
  return time.ok() ? std::optional(*time) : std::nullopt;
}

/// How the books are asked to stand; neither: as they are. Of whatever a report is made, it keeps its past: what registers said then follows from what
/// changed since (store/verify/as_of.h).
PositionAsked position_asked(const Call& call) {
  const auto text = call.request.parameter("as_of");
  if (text.empty()) return {};
  if (const auto moment = moment_in(text)) return PositionAsked{.moment = moment};
  std::int64_t anchor = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), anchor);
  if (bad != std::errc{} || end != text.data() + text.size() || anchor < 1) anchor = -1;
  return PositionAsked{.anchor = anchor};
}

/// The page that is asked.
Result<AskedReportPage> page_asked(const Call& call) {
  std::size_t most = 0;
  const auto size = call.request.parameter("page_size");
  std::from_chars(size.data(), size.data() + size.size(), most);
  return asked_page(most, call.request.parameter("cursor"));
}

/// A page of the rows, with the totals of all of them.
void answer_page(ServerParts& server, const CallPtr& call, const report::Report& report, const PositionAsked& position) {
  const auto asked = page_asked(*call);
  if (!asked.ok()) return call->refuse(asked.error());
  const auto done = finished_report(server, report, asked_of(*call, report), call->language, call->who->name, patience(call, count_patience), position, &asked->page);
  if (!done) return call->refuse(done.error());
  if (const auto same = belongs(*asked, done->made); !same.ok()) return call->refuse(same.error());
  auto out = json_of(done->made, done->facts);
  out["rows_total"] = done->all ? boost::json::value(*done->all) : boost::json::value(nullptr);
  const auto next = next_of(done->made, done->more);
  out["next"] = next ? boost::json::value(*next) : boost::json::value(nullptr);
  call->answer(std::move(out));
}

void answer_file(ServerParts& server, const CallPtr& call, const report::Report& report, FileForm form, const PositionAsked& position) {
  const auto done = finished_report(server, report, asked_of(*call, report), call->language, call->who->name, patience(call, count_patience), position);
  if (!done) return call->refuse(done.error());
  auto file = file_of_report(*done, form, visibility_of(*call->who).personal);
  if (!file) return call->refuse(file.error());
  if (const auto out = let_out(server, *call->who, file->name, file->personal); !out) return call->refuse(out.error());
  call->respond(answer_download(std::move(file->file), file->content_type, file->name));
}

void get_report(ServerParts& server, const CallPtr& call) {
  const auto asked = report_for(*call->who, call->path.at("number"));
  if (!asked) return call->refuse(asked.error());
  const auto position = position_asked(*call);
  const bool paper = !call->request.parameter("format").empty();
  (paper ? server.files : server.lists)->run([&server, call, report = *asked, position] {
    const auto form = list_file_asked(call->request.parameter("format"));
    form ? answer_file(server, call, *report, *form, position) : answer_page(server, call, *report, position);
  });
}

array changes_json(const books::Reader& books, const store::LaterChanges& changed) {
  array out;
  for (const auto& one : changed.rows) {
    array columns;
    for (const auto& column : one.columns) columns.emplace_back(column);
    object row{{"object", one.object}, {"columns", std::move(columns)}, {"operator", one.operator_name}, {"time", format_utc(one.time)}};
    say_people(books, row, {"operator"});
    out.push_back(std::move(row));
  }
  return out;
}

/// What changed since: rows that came after the anchor and count for the period.
void get_changes(ServerParts& server, const CallPtr& call) {
  const auto asked = report_for(*call->who, call->path.at("number"));
  if (!asked) return call->refuse(asked.error());
  const auto position = position_asked(*call);
  // Rows of others are for those who may see reports of money.
  const auto all = people::granted(*call->who, (*asked)->right) == Grant::own ? people::require(*call->who, "reports_read") : Result<Grant>(Grant::yes);
  if (!all) return call->refuse(all.error());
  server.lists->run([&server, call, position] {
    const auto digits = minor_digits(server);
    const auto answer = server.books.walk([&](store::Moment& connection) -> Result<object> {
      const store::Moment::Stopped stopped(connection, patience(call, count_patience));
      TRY(anchor, anchor_of(connection, position));
      MUST(store::require_anchor(connection, anchor));
      TRY(period, report::parse_period(call->request.parameter("period")));
      TRY(later, store::rows_after(connection, anchor, period.from, period.to, visibility_of(*call->who).station, changes_most));
      array rows;
      for (const auto& one : later.rows)
        rows.push_back(object{{"row", one.row}, {"number", one.number}, {"what", one.what}, {"business_day", one.business_day}, {"time", format_utc(one.time)}, {"amount", format_money(one.amount, digits)}});
      TRY(changed, store::registers_after(connection, anchor, visibility_of(*call->who).station, changes_most));
      return object{{"as_of", anchor}, {"total", later.total}, {"rows", std::move(rows)}, {"registers_total", changed.total}, {"registers", changes_json(store::BooksReader(connection), changed)}};
    });
    if (!answer) return call->refuse(answer.error());
    call->answer(*answer);
  });
}

}  // namespace

void add_report_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/reports", any_report, [&server](const CallPtr& call) { get_reports(server, call); }});
  router.add({"GET", "/reports/{number}", any_report, [&server](const CallPtr& call) { get_report(server, call); }});
  router.add({"GET", "/reports/{number}/changes", any_report, [&server](const CallPtr& call) { get_changes(server, call); }});
}

}  // namespace kwota::serve
