// Does it add up, meter by meter and customer by customer: what was sold held against what the meter says. Gaps come first.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/decimal.h"
#include "base/text/parts.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_files.h"
#include "serve/lists/made/reconciled.h"
#include "serve/router/answer.h"
#include "store/lists/query.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

constexpr std::size_t page_size_default = 50;

object totals_view(const reconcile::Reconciliation& sum, const Shown& shown) {
  return {{"sold", shown.credit(sum.sold)},
          {"applied", shown.credit(sum.applied)},
          {"in_transit", shown.credit(sum.in_transit)},
          {"taken_back", shown.credit(sum.taken_back)},
          {"gap", shown.credit(sum.gap)}};
}

void download(ServerParts& server, const CallPtr& call, FileForm form, const std::vector<ReconciledLine>& lines, const Shown& shown) {
  auto facts = facts_of_list(server, "reconciliation", call->language, call->who->name);
  facts.personal = visibility_of(*call->who).personal;
  const auto table = only_columns(reconciled_table(lines, shown.digits, call->language), texts_of(call->request.parameter("columns")));
  if (!table) return call->refuse(table.error());
  auto file = made_file(form, *table, facts);
  if (!file) return call->refuse(file.error());
  const auto name = named("reconciliation", form);
  if (const auto out = let_out(server, *call->who, name, file->personal); !out) return call->refuse(out.error());
  call->respond(answer_file(std::move(file->file), content_type(form), name));
}

using Totals = std::array<reconcile::Reconciliation, words_of(Unit{}).size()>;  ///< of each unit by itself

Totals totals_of(const std::vector<ReconciledLine>& lines) {
  Totals totals{};
  for (const auto& line : lines) {
    const auto& figures = line.figures;
    auto& sum = totals.at(static_cast<std::size_t>(figures.unit));
    sum.unit = figures.unit;
    sum.sold += figures.sold, sum.applied += figures.applied, sum.in_transit += figures.in_transit, sum.taken_back += figures.taken_back,
        sum.gap += figures.gap;
  }
  return totals;
}

/// What was asked for; its filters as they stood in the request, by which a page's cursor knows its question again.
struct AskedLines {
  ReconciledAsked lines;
  std::size_t from = 0;

  /// The place in the order, of this very question; a page may shift by a row while somebody sells, and shows it again.
  std::string cursor_at(std::size_t place) const {
    return fmt::format("reconciliation.{}.{}", to_hex(kwota::view_of(fmt::format("{}\n{}\n{}\n{}", lines.meter, lines.account, lines.explained, lines.sort))), place);
  }
};

/// A list that forgot a filter would show everything as if it were what was asked for. Errors: those of ReconciledAsked::only(), bad_cursor.
Result<AskedLines> asked_lines(const Request& request) {
  AskedLines wanted;
  wanted.lines.sort = std::string(request.parameter("sort"));
  wanted.lines.meter = std::string(request.parameter("meter"));
  for (const auto& [name, text] : request.query)
    if (name.starts_with("filter.") && !text.empty()) MUST(wanted.lines.only({name.substr(7), store::Match::is, text}));
  const auto cursor = request.parameter("cursor");
  if (cursor.empty()) return wanted;
  const auto place = parse_decimal(cursor.substr(cursor.rfind('.') + 1), 0);
  if (!place || *place < 0 || wanted.cursor_at(static_cast<std::size_t>(*place)) != cursor)
    return store::bad_cursor();
  wanted.from = static_cast<std::size_t>(*place);
  return wanted;
}

void list(ServerParts& server, const CallPtr& call) {
  const auto wanted = asked_lines(call->request);
  if (!wanted) return call->refuse(wanted.error());
  server.checks->run([&server, call, asked = *wanted] {
    const Shown shown{minor_digits(server)};
    auto wanted_lines = asked.lines;
    wanted_lines.station = visibility_of(*call->who).station;
    auto lines = server.books.query([&](store::Moment& connection) { return reconciled_lines(connection, wanted_lines); });
    if (!lines) return call->refuse(lines.error());
    // Totals are of all of them, whoever has explained what: a gap that is explained is a gap.
    const auto totals = totals_of(*lines);
    keep_explained(*lines, asked.lines.explained);
    if (const auto form = list_file_asked(call->request.parameter("format"))) return download(server, call, *form, *lines, shown);
    const auto from = std::min(asked.from, lines->size());
    const auto wanted = static_cast<std::size_t>(parameter_number(*call, "page_size"));
    const auto to = std::min(lines->size(), from + (wanted == 0 ? page_size_default : std::min(wanted, store::page_size_max)));
    array rows;
    for (std::size_t i = from; i < to; ++i) rows.push_back(reconciled_row((*lines)[i], shown.digits));
    object in_units;
    for (const auto& sum : totals)
      if (sum.unit != Unit::money) in_units[word_of(sum.unit)] = totals_view(sum, shown);
    call->answer(object{{"rows", std::move(rows)},
                        {"next", to < lines->size() ? value(asked.cursor_at(to)) : value(nullptr)},
                        {"total", lines->size()},
                        {"totals", totals_view(totals.front(), shown)},
                        {"totals_in_units", std::move(in_units)}});
  });
}

}  // namespace

void add_reconciliation_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/reconciliation", "statements_read", [&server](const CallPtr& call) { list(server, call); }});
}

}  // namespace kwota::serve
