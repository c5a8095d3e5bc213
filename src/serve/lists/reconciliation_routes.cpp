// Does it add up, meter by meter and customer by customer: what was sold held against what the meter says. Gaps come first.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

#include "base/bytes.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/readings/explain.h"
#include "collect/reconcile/reconcile.h"
#include "sell/counter/order/brought_along.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_files.h"
#include "serve/lists/reconciled.h"
#include "serve/router/answer.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"
#include "store/lists/credit_sums.h"
#include "store/lists/query.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

constexpr std::size_t page_size_default = 50;

struct Line {
  std::string meter, customer_name;
  std::int64_t account = 0;
  reconcile::Reconciliation figures;
  std::optional<books::Explanation> explained;
};

const store::Value& cell(const store::View& view, const std::vector<store::Value>& row, std::string_view name) {
  static const store::Value nothing;
  for (std::size_t i = 0; i < row.size(); ++i)
    if (view.columns[i].name == name) return row[i];
  return nothing;
}
std::string text(const store::Value& value) {
  return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : std::string{};
}
std::int64_t number(const store::Value& value) {
  return std::holds_alternative<std::int64_t>(value) ? std::get<std::int64_t>(value) : 0;
}

using Sold = std::map<std::pair<std::string, std::int64_t>, std::vector<reconcile::SoldCredit>>;

/// What was sold to each customer of a meter, as far as reconcile() looks at it: one sum for each state.
Result<Sold> sold_by_customer(store::Moment& connection, const std::string& meter) {
  TRY(sums, store::credit_sums(connection, meter));
  Sold out;
  for (auto& sum : sums) {
    books::Sale sale;
    sale.unit = sum.credit.unit();
    sale.credit = sum.credit;
    out[{sum.meter, sum.account}].push_back({std::move(sale), sum.state});
  }
  return out;
}

/// What a line is sorted by; the column's name as it is shown.
using Key = std::function<std::pair<std::int64_t, std::string>(const Line&)>;

const std::map<std::string_view, Key>& sort_keys() {
  const auto by = [](Credit reconcile::Reconciliation::* figure) -> Key {
    return [figure](const Line& line) { return std::pair((line.figures.*figure).amount(), std::string{}); };
  };
  const auto of_meter = [](Credit reconcile::MeterSide::* figure) -> Key {
    constexpr std::int64_t silent = std::numeric_limits<std::int64_t>::min();
    return [figure](const Line& line) {
      return std::pair(line.figures.meter ? ((*line.figures.meter).*figure).amount() : silent, std::string{});
    };
  };
  using reconcile::MeterSide;
  using reconcile::Reconciliation;
  static const std::map<std::string_view, Key> keys{
      {"meter", [](const Line& line) { return std::pair(std::int64_t{0}, line.meter); }},
      {"account", [](const Line& line) { return std::pair(line.account, std::string{}); }},
      {"customer_name", [](const Line& line) { return std::pair(std::int64_t{0}, line.customer_name); }},
      {"reason", [](const Line& line) { return std::pair(std::int64_t{0}, std::string(word_of(line.figures.reason))); }},
      {"sold", by(&Reconciliation::sold)},
      {"applied", by(&Reconciliation::applied)},
      {"in_transit", by(&Reconciliation::in_transit)},
      {"taken_back", by(&Reconciliation::taken_back)},
      {"gap", by(&Reconciliation::gap)},
      {"used", of_meter(&MeterSide::used)},
      {"remaining", of_meter(&MeterSide::remaining)},
  };
  return keys;
}

/// What does not add up comes first, the largest gap before all.
void gaps_first(std::vector<Line>& lines) {
  const auto size = [](const Line& line) { return line.figures.gap.is_negative() ? -line.figures.gap : line.figures.gap; };
  std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
    return std::pair(!a.figures.adds_up(), size(a)) > std::pair(!b.figures.adds_up(), size(b));
  });
}

/// By a column, "-" in front: largest first; empty: gaps first. Error `unknown_column`.
Result<void> sort_lines(std::vector<Line>& lines, std::string_view wanted) {
  gaps_first(lines);
  if (wanted.empty()) return Done{};
  const bool down = wanted.front() == '-';
  if (down) wanted.remove_prefix(1);
  const auto found = sort_keys().find(wanted);
  if (found == sort_keys().end()) return store::unknown_column(wanted);
  const auto& key = found->second;
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const Line& a, const Line& b) { return down ? key(b) < key(a) : key(a) < key(b); });
  return Done{};
}

/// Accounts that lost this meter to a swap, as they stood with it.
Result<void> add_former(store::Moment& connection, const store::BooksReader& books, const std::string& meter, std::map<std::string, std::vector<books::Account>>& to) {
  store::ListRequest all;
  all.view = "meter-swaps";
  if (!meter.empty()) all.filters.push_back({"old_meter", store::Match::is, meter});
  return store::for_each_match(connection, all, [&](const store::View& view, const std::vector<store::Value>& row) {
    const auto swap = books.find<books::MeterSwap>(number(cell(view, row, "account")), number(cell(view, row, "number")));
    auto account = swap ? books.find<books::Account>(swap->account) : std::nullopt;
    if (!account) return;
    account->meter = swap->old_meter;
    account->first_number = swap->first_number;
    account->statements_before = swap->statements_before;
    to[text(cell(view, row, "old_meter"))].push_back(std::move(*account));
  });
}

/// The accounts that each meter has had – a purse has none, its law is another one (collect/laws) –; all of the utility, for one customer's time ends where the next one's begins.
Result<std::map<std::string, std::vector<books::Account>>> accounts_by_meter(store::Moment& connection, const store::BooksReader& books,
                                                                             const std::string& meter) {
  store::ListRequest all;
  all.view = "accounts";
  if (!meter.empty()) all.filters.push_back({"meter", store::Match::is, meter});
  std::map<std::string, std::vector<books::Account>> out;
  MUST(store::for_each_match(connection, all, [&](const store::View& view, const std::vector<store::Value>& row) {
    auto account = books.find<books::Account>(number(cell(view, row, "number")));
    if (account && !account->meter.is_zero()) out[text(cell(view, row, "meter"))].push_back(std::move(*account));
  }));
  MUST(add_former(connection, books, meter, out));
  return out;
}

class Lines {
 public:
  Lines(store::Moment& connection, Sold sold) : books_(connection), sold_(std::move(sold)) {}

  const store::BooksReader& books() const { return books_; }
  std::vector<Line> take() { return std::move(lines_); }

  /// What a customer bought and what the meter said in his time.
  void add(const std::string& meter, const reconcile::Span& span, const books::Account* account) {
    const auto parsed = parse_meter_number(meter);
    auto reported = parsed ? books::newest_statement(books_, *parsed, span.to) : std::nullopt;
    if (reported && reported->number <= span.from) reported.reset();
    const auto sales = sold_.find({meter, span.account});
    if (!reported && sales == sold_.end()) return;  // in stock: nothing to add up
    const auto before = parsed ? counter::said_before(books_, *parsed, span.account, span.from) : std::nullopt;
    Line line;
    line.meter = meter;
    line.account = span.account;
    line.figures = reconcile::reconcile(sales == sold_.end() ? std::vector<reconcile::SoldCredit>{} : sales->second, reported, before);
    if (account != nullptr)
      if (const auto customer = books_.find<books::Customer>(account->customer)) line.customer_name = customer->name;
    if (parsed) line.explained = readings::explanation_of(books_, *parsed, line.account, line.figures, digits_);
    lines_.push_back(std::move(line));
  }

 private:
  int minor_digits() const {
    const auto utility = books_.only<books::Utility>();
    return utility ? utility->minor_digits : 2;
  }

  store::BooksReader books_;
  int digits_ = minor_digits();
  Sold sold_;
  std::vector<Line> lines_;
};

/// A line for each customer of each meter, and for meters that are nobody's and said something.
/// `account` 0: all.
Result<std::vector<Line>> lines_of(store::Moment& connection, const std::string& meter, std::int64_t account, std::string_view sort, const Visibility& visibility) {
  TRY(sold, sold_by_customer(connection, meter));
  Lines lines(connection, std::move(sold));
  TRY(accounts, accounts_by_meter(connection, lines.books(), meter));
  store::ListRequest all;
  all.view = "meters";
  limit(all, visibility);
  if (!meter.empty()) all.filters.push_back({"number", store::Match::is, meter});
  MUST(store::for_each_match(connection, all, [&](const store::View& view, const std::vector<store::Value>& row) {
    const auto name = text(cell(view, row, "number"));
    if (account == 0 && !accounts.contains(name)) lines.add(name, {}, nullptr);
  }));
  for (const auto& [name, had] : accounts)
    for (const auto& span : reconcile::spans_of(had)) {
      const auto whose = std::ranges::find(had, span.account, &books::Account::number);
      if ((account == 0 || account == span.account) && (visibility.station.empty() || whose->station == visibility.station)) lines.add(name, span, &*whose);
    }
  if (lines.books().failure()) return *lines.books().failure();
  auto out = lines.take();
  MUST(sort_lines(out, sort));
  return out;
}

object line_view(const Line& line, const Shown& shown) {
  const auto& figures = line.figures;
  return {{"meter", line.meter},
          {"account", line.account == 0 ? value(nullptr) : value(line.account)},
          {"customer_name", line.customer_name},
          {"unit", word_of(figures.unit)},
          {"sold", shown.credit(figures.sold)},
          {"applied", shown.credit(figures.applied)},
          {"in_transit", shown.credit(figures.in_transit)},
          {"taken_back", shown.credit(figures.taken_back)},
          {"gap", shown.credit(figures.gap)},
          {"used", figures.meter ? value(shown.credit(figures.meter->used)) : value(nullptr)},
          {"remaining", figures.meter ? value(shown.credit(figures.meter->remaining)) : value(nullptr)},
          {"reason", word_of(figures.reason)},
          {"explained", line.explained.has_value()},
          {"explained_by", line.explained ? line.explained->explained_by : ""},
          {"explanation", line.explained ? line.explained->reason : ""}};
}

object totals_view(const reconcile::Reconciliation& sum, const Shown& shown) {
  return {{"sold", shown.credit(sum.sold)},
          {"applied", shown.credit(sum.applied)},
          {"in_transit", shown.credit(sum.in_transit)},
          {"taken_back", shown.credit(sum.taken_back)},
          {"gap", shown.credit(sum.gap)}};
}

/// The members of a line, as columns of a file. Amounts name their unit: meters of money, kWh and cubic metres stand in one list.
std::vector<TableColumn> columns_of(const object& line, std::string_view language) {
  std::vector<TableColumn> columns;
  for (const auto& member : line) {
    const std::string name = member.key();
    columns.push_back({.name = name, .title = say(language, "column." + name), .kind = name == "account" ? store::ColumnKind::integer : store::ColumnKind::text, .personal = name == "customer_name" || name == "explanation"});
  }
  return columns;
}

std::vector<store::Value> cells_of(const object& line) {
  std::vector<store::Value> cells;
  for (const auto& member : line) {
    const auto& cell = member.value();
    cells.push_back(cell.is_string() ? store::Value(std::string(cell.get_string())) : cell.is_int64() ? store::Value(cell.get_int64()) : cell.is_null() ? store::Value{} : store::Value(boost::json::serialize(cell)));
  }
  return cells;
}

Result<TableFile> file_of(const ServerParts& server, const Call& call, FileForm form, const std::vector<Line>& lines, const Shown& shown) {
  auto facts = facts_of_list(server, "reconciliation", call.language, call.who->name);
  facts.personal = visibility_of(*call.who).personal;
  TRY(table, TableWriter::begin(form, columns_of(line_view({}, shown), call.language), facts));
  for (const auto& line : lines) table->row(cells_of(line_view(line, shown)));
  return table->finish();
}

void download(ServerParts& server, const CallPtr& call, FileForm form, const std::vector<Line>& lines, const Shown& shown) {
  auto file = file_of(server, *call, form, lines, shown);
  if (!file) return call->refuse(file.error());
  const auto name = named("reconciliation", form);
  if (const auto out = let_out(server, *call->who, name, file->personal); !out) return call->refuse(out.error());
  call->respond(answer_file(std::move(file->file), content_type(form), name));
}

using Totals = std::array<reconcile::Reconciliation, words_of(Unit{}).size()>;  ///< of each unit by itself

Totals totals_of(const std::vector<Line>& lines) {
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

/// "true": what somebody has explained; "false": what nobody has, and does not add up.
void keep_explained(std::vector<Line>& lines, std::string_view wanted) {
  if (wanted == "true") std::erase_if(lines, [](const Line& line) { return !line.explained; });
  if (wanted == "false") std::erase_if(lines, [](const Line& line) { return line.explained || line.figures.reason == reconcile::Gap::none; });
}

/// What was asked for: each part as it stood in the request.
struct AskedLines {
  std::string meter, account, explained, sort;
  std::int64_t account_number = 0;  ///< 0: all
  std::size_t from = 0;

  /// The place in the order, of this very question; a page may shift by a row while somebody sells, and shows it again.
  std::string cursor_at(std::size_t place) const {
    return fmt::format("reconciliation.{}.{}", to_hex(kwota::view_of(fmt::format("{}\n{}\n{}\n{}", meter, account, explained, sort))), place);
  }
};

/// A list that forgot a filter would show everything as if it were what was asked for. Errors: unknown_column, bad_filter.
Result<void> take_filters(const Request& request, AskedLines& wanted) {
  for (const auto& [name, text] : request.query) {
    if (!name.starts_with("filter.") || text.empty()) continue;
    const auto column = std::string_view(name).substr(7);
    if (column == "meter") wanted.meter = text;
    else if (column == "account") wanted.account = text;
    else if (column == "explained") wanted.explained = text;
    else return store::unknown_column(column);
  }
  if (!wanted.explained.empty() && wanted.explained != "true" && wanted.explained != "false") return store::bad_filter({"explained", store::Match::is, wanted.explained});
  if (wanted.account.empty()) return Done{};
  const auto number = parse_decimal(wanted.account, 0);
  if (!number || *number <= 0) return store::bad_filter({"account", store::Match::is, wanted.account});
  wanted.account_number = *number;
  return Done{};
}

/// Errors: those of take_filters(), bad_cursor.
Result<AskedLines> asked_lines(const Request& request) {
  AskedLines wanted;
  wanted.sort = std::string(request.parameter("sort"));
  wanted.meter = std::string(request.parameter("meter"));
  MUST(take_filters(request, wanted));
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
    auto lines = server.books.query([&](store::Moment& connection) { return lines_of(connection, asked.meter, asked.account_number, asked.sort, visibility_of(*call->who)); });
    if (!lines) return call->refuse(lines.error());
    // Totals are of all of them, whoever has explained what: a gap that is explained is a gap.
    const auto totals = totals_of(*lines);
    keep_explained(*lines, asked.explained);
    if (const auto form = list_file_asked(call->request.parameter("format"))) return download(server, call, *form, *lines, shown);
    const auto from = std::min(asked.from, lines->size());
    const auto wanted = static_cast<std::size_t>(parameter_number(*call, "page_size"));
    const auto to = std::min(lines->size(), from + (wanted == 0 ? page_size_default : std::min(wanted, store::page_size_max)));
    array rows;
    for (std::size_t i = from; i < to; ++i) rows.push_back(line_view((*lines)[i], shown));
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

Result<std::optional<reconcile::Reconciliation>> reconciled(store::Moment& connection, MeterNumber meter, std::int64_t account, const Visibility& visibility) {
  TRY(lines, lines_of(connection, to_text(meter), 0, "", visibility));
  const auto found = std::ranges::find(lines, account, &Line::account);
  return found == lines.end() ? std::optional<reconcile::Reconciliation>{} : std::optional{found->figures};
}

void add_reconciliation_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/reconciliation", "statements_read", [&server](const CallPtr& call) { list(server, call); }});
}

}  // namespace kwota::serve
