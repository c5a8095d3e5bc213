// All rows of a list that match, as a file.
#include "serve/api/asked.h"
#include "serve/api/visibility.h"
#include "serve/jobs/kinds.h"
#include "serve/lists/list_files.h"
#include "serve/lists/list_view.h"
#include "serve/lists/query_viewer.h"
#include "store/lists/list_walk.h"

namespace kwota::serve {
namespace {

/// As he may see it: his station, his own rows where he may see no others.
Result<store::ListRequest> list_request_of(const ServerParts& server, const books::Operator& who, const boost::json::object& asked) {
  const boost::json::value whole(asked);
  const Asked body(whole);
  const auto viewer = viewer_for(server, who, Zone::utc());
  const auto list = body.text("list");
  if (right_of_list(list).empty()) return error(Fault::request, "unknown_list", "There is no such list.", {{"list", list}});
  TRY(own, viewer.may(list));
  store::ListRequest wanted;
  wanted.view = list;
  wanted.minor_digits = viewer.minor_digits;
  wanted.search = body.text("search");
  wanted.sort = body.text("sort");
  for (const auto& [column, text] : filters_in(asked)) add_filter(wanted.filters, column, text);
  if (!own.empty()) wanted.filters.push_back({"operator", store::Match::is, own});
  limit(wanted, visibility_of(who));
  return wanted;
}

/// As far as a page would say; 0: not known.
Result<std::int64_t> count_of(ServerParts& server, const store::ListRequest& wanted) {
  return server.books.query([&](store::Moment& connection) -> Result<std::int64_t> {
    auto first = wanted;
    first.page_size = 1;
    TRY(page, store::list(connection, first));
    return page.total_is_exact ? page.total : 0;
  });
}

Result<jobs::Outcome> list_work(ServerParts& server, jobs::Run& run) {
  const auto* who = run.who();
  if (who == nullptr) return error(Fault::ours, "unknown_list", "A list is somebody's.");
  TRY(wanted, list_request_of(server, *who, run.asked()));
  TRY(form, form_asked(run.asked(), list_forms));
  TRY(total, count_of(server, wanted));
  std::int64_t rows = 0;
  run.progress(0, total);
  TRY(file, list_file(server, wanted, form,
                                        {.language = run.job().language, .made_by = who->name, .stop = [&run] { return run.ended(); }, .wrote = [&](std::int64_t written) {
                                           rows = written;
                                           run.progress(written, total);
                                         }}));
  run.progress(rows, rows);
  return jobs::Outcome{std::move(file.file), named(wanted.view, form), std::string(content_type(form)), {{"list", wanted.view}, {"rows", rows}}, std::move(file.personal), {needed_for(*who, right_of_list(wanted.view))}};
}

}  // namespace

jobs::Kind list_kind(ServerParts& server) {
  return {.kind = books::JobKind::list,
          .may = [&server](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {"list", "search", "sort", "filters", "format"}));
            TRY(wanted, list_request_of(server, who, asked));
            MUST(store::walk_of(wanted, store::Reach::all));
            MUST(form_asked(asked, list_forms));
            return Done{};
          },
          .work = [&server](jobs::Run& run) { return list_work(server, run); }};
}

}  // namespace kwota::serve
