// Where supplies are, as a tree – organisation, stations, villages, transformer areas, buildings – with what stands at each place: open accounts,
// meters that hang, what was paid in a month. Each of these is a question of the query builder, asked with the eyes of whoever looks and sent with the
// answer, so that whoever opens a figure sees exactly the rows that make it. What was lost is what R16 says of the newest month that is over.
#include <map>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/report/making/place_losses.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/query_viewer.h"
#include "serve/router/patience.h"
#include "store/draft/moment.h"
#include "store/queries/run.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// One figure: which rows, by which fields they lie somewhere, and what of them is added up.
struct PlaceFigure {
  std::string_view name, list;
  std::string_view where;       ///< a condition, but for the month
  std::string_view by;          ///< the field that says where: a service point, or an account, which is at one
  std::string_view at;          ///< before the fields of a service point: "account.service_point."
  std::string_view sum;         ///< empty: rows are counted
  std::string_view of_month;    ///< the field that lies in the month; empty: as it is now
  std::array<std::string_view, 5> columns;
};
constexpr std::array place_figures{
    PlaceFigure{"accounts", "accounts", R"({"field":"state","how":"in","values":["open","closing"]})", "service_point", "service_point.", "", "",
                {"number", "customer_name", "address", "meter", "state"}},
    PlaceFigure{"meters", "meters", R"({"field":"state","how":"is","value":"installed"})", "service_point", "service_point.", "", "",
                {"number", "model", "service_point", "account", "state"}},
    PlaceFigure{"received", "sales", "", "account", "account.service_point.", "tendered", "business_day", {"number", "time", "customer_name", "account", "tendered"}},
};
constexpr std::size_t place_levels = 3;  ///< village, area, building

/// Which rows make a figure: the document that the query builder opens, without the place.
object rows_behind(const PlaceFigure& figure, const std::string& first, const std::string& last) {
  array all, columns;
  if (!figure.where.empty()) all.push_back(boost::json::parse(figure.where));
  if (!figure.of_month.empty())
    all.push_back(object{{"field", figure.of_month}, {"how", "between"}, {"values", array{value(first), value(last)}}});
  for (const auto column : figure.columns) columns.push_back(value(column));
  return {{"subject", figure.list}, {"where", object{{"all", std::move(all)}}}, {"columns", std::move(columns)}};
}

/// The same rows, put together by what says where they lie.
object by_place(const PlaceFigure& figure, object query) {
  array groups;
  groups.push_back(object{{"field", figure.by}});
  query["groups"] = std::move(groups);
  query["figures"] = array{figure.sum.empty() ? object{{"figure", "count"}} : object{{"figure", "sum"}, {"field", figure.sum}}};
  query.erase("columns");
  return query;
}

struct Node {
  std::optional<books::PlaceKind> place;  ///< nothing: a station
  std::string code, name, parent;  ///< parent: code of the node above; of a station empty
  std::array<std::int64_t, place_figures.size()> sums{};
};

/// The nodes by what they are and their code, and each row of a figure added to all that it lies in.
class Tree {
 public:
  explicit Tree(const books::Reader& books, const std::string& station) {
    for (const auto& one : books.select<books::Station>())
      if (station.empty() || one.code == station) add({std::nullopt, one.code, one.name, "", {}});
    for (const auto& one : books.select<books::Place>())
      if (station.empty() || one.station == station || one.station.empty()) {
        add({one.kind, one.code, one.name, one.parent.empty() ? one.station : one.parent, {}});
        station_of_[one.code] = one.station;
      }
  }
  void count(std::size_t figure, const std::array<std::string, place_levels>& places, std::int64_t amount) {
    whole_[figure] += amount;
    std::string station;
    for (const auto& place : places) {
      if (place.empty()) continue;
      if (const auto at = nodes_.find(place); at != nodes_.end()) at->second.sums[figure] += amount;
      if (const auto at = station_of_.find(place); station.empty() && at != station_of_.end()) station = at->second;
    }
    if (const auto at = nodes_.find("/" + station); at != nodes_.end()) at->second.sums[figure] += amount;
    else nowhere_[figure] += amount;
  }
  template <class Json, class More>
  object json(Json figures_json, More more) const {
    array rows;
    for (const auto& [key, node] : nodes_) {
      object row{{"kind", node.place ? word_of(*node.place) : "station"}, {"code", node.code}, {"name", node.name}, {"parent", node.parent}};
      row["figures"] = figures_json(node.sums);
      more(node, row);
      rows.push_back(std::move(row));
    }
    return {{"rows", std::move(rows)}, {"whole", figures_json(whole_)}, {"nowhere", figures_json(nowhere_)}};
  }

 private:
  /// A station and a village may have one code.
  void add(Node node) {
    auto key = node.place ? node.code : "/" + node.code;
    nodes_.emplace(std::move(key), std::move(node));
  }
  std::map<std::string, Node> nodes_;
  std::map<std::string, std::string> station_of_;
  std::array<std::int64_t, place_figures.size()> whole_{}, nowhere_{};
};

/// Village, area and building of a service point, or of the one that an account is at.
std::array<std::string, place_levels> places_of(const books::Reader& books, const store::Value& where) {
  std::string code;
  if (const auto* account = std::get_if<std::int64_t>(&where)) {
    if (const auto row = books.find<books::Account>(*account)) code = row->service_point;
  } else if (const auto* text = std::get_if<std::string>(&where)) {
    code = *text;
  }
  const auto point = books.find<books::ServicePoint>(code);
  if (!point) return {};
  return {point->place, point->area, point->building};
}

Result<void> add_up(store::Moment& connection, const books::Reader& books, std::size_t at, const object& query, const queries::Viewer& viewer, Tree& tree) {
  TRY(document, queries::parse(by_place(place_figures[at], query)));
  std::vector<std::vector<store::Value>> rows;
  MUST(queries::each_row(connection, document, viewer, [&](const std::vector<store::Value>& row) { rows.push_back(row); }));
  for (const auto& row : rows)
    if (const auto* amount = std::get_if<std::int64_t>(&row[1])) tree.count(at, places_of(books, row[0]), *amount);
  return Done{};
}

struct Month {
  std::string name, first, last;
};

/// "2026-11"; empty: the one that is on.
Result<Month> month_of(std::string_view text, const queries::Viewer& viewer) {
  auto day = viewer.zone.local(viewer.now).date;
  if (!text.empty()) {
    const auto said = parse_date(std::string(text) + "-01");
    if (!said) return error(Fault::request, "bad_date", "A month is written as 2026-11.", {{"text", std::string(text)}});
    day = *said;
  }
  const auto first = format_date({day.year, day.month, 1});
  return Month{first.substr(0, first.size() - 3), first, format_date({day.year, day.month, days_in_month(day)})};
}

/// The month itself where it is over, else the one before this one: of a month that goes on nobody knows what it loses.
std::string month_of_losses(const Month& month, const queries::Viewer& viewer) {
  const auto today = viewer.zone.local(viewer.now).date;
  if (month.last < format_date(today)) return month.name;
  return format_date(date_of_day(day_number(LocalDate{today.year, today.month, 1}) - 1)).substr(0, month.name.size());
}

value loss_json(const std::optional<report::SumOfLosses>& sum) {
  if (!sum) return nullptr;
  constexpr int quantity_digits = 3, share_digits = 1;
  const auto quantity = [](std::int64_t amount) { return value(format_decimal(amount, quantity_digits)); };
  const auto share = sum->share();
  return object{{"supplied", quantity(sum->supplied)}, {"used", quantity(sum->used)}, {"lost", quantity(sum->lost)}, {"share", share ? value(format_decimal(*share, share_digits)) : value(nullptr)}};
}

value loss_json(const report::PlaceLoss& loss) {
  return object{{"energy", loss_json(loss.energy)}, {"volume", loss_json(loss.volume)}, {"areas", loss.areas}, {"without_figure", loss.without_figure}, {"meters", loss.meters}, {"unread", loss.unread}};
}

/// The meter that counts all that flows in, and what was lost behind it; of a place with no such area below it nothing.
void say_loss(const books::Reader& books, const report::PlaceLosses& losses, const Node& node, object& row) {
  const auto& all = node.place ? losses.places : losses.stations;
  const auto found = all.find(node.code);
  row["loss"] = found == all.end() ? value(nullptr) : loss_json(found->second);
  const auto total = node.place == books::PlaceKind::area ? books.find<books::AreaMeter>(node.code) : std::nullopt;
  row["total_meter"] = total ? value(to_text(total->meter)) : value(nullptr);
}

Result<object> tree_of(store::Moment& connection, const Month& month, const queries::Viewer& viewer, bool sees_losses) {
  const store::BooksReader books(connection);
  Tree tree(books, viewer.station);
  object asks;
  std::array<bool, place_figures.size()> seen{};
  for (std::size_t i = 0; i < place_figures.size(); ++i) {
    seen[i] = viewer.may(std::string(place_figures[i].list)).ok();
    if (!seen[i]) continue;
    auto query = rows_behind(place_figures[i], month.first, month.last);
    MUST(add_up(connection, books, i, query, viewer, tree));
    asks[place_figures[i].name] = object{{"query", std::move(query)}, {"at", place_figures[i].at}};
  }
  report::PlaceLosses losses;
  const auto loss_month = month_of_losses(month, viewer);
  if (sees_losses) {
    TRY(found, report::losses_by_place(books, loss_month, viewer.station));
    losses = std::move(found);
  }
  if (books.failure()) return *books.failure();
  const auto figures = [&](const auto& sums) {
    object row;
    for (std::size_t i = 0; i < place_figures.size(); ++i) {
      const bool money = !place_figures[i].sum.empty();
      row[place_figures[i].name] = !seen[i] ? value(nullptr) : money ? value(format_money(Money::minor(sums[i]), viewer.minor_digits)) : value(sums[i]);
    }
    return row;
  };
  auto out = tree.json(figures, [&](const Node& node, object& row) {
    if (sees_losses) say_loss(books, losses, node, row);
  });
  if (sees_losses) {
    out["loss_month"] = loss_month;
    out["loss"] = losses.whole.areas == 0 ? value(nullptr) : loss_json(losses.whole);
  }
  out["month"] = month.name;
  out["asks"] = std::move(asks);
  return out;
}

/// Beside the checks: it reads every account and the sales of a month.
void get_tree(ServerParts& server, const CallPtr& call) {
  server.checks->run([&server, call] {
    const auto viewer = viewer_of(server, *call);
    const auto month = month_of(call->request.parameter("month"), viewer);
    if (!month) return call->refuse(month.error());
    const bool sees_losses = people::granted(*call->who, report::report_numbered("R16")->right) != people::Grant::no;
    call->answer(server.books.query_until(patience(call, query_patience), [&](store::Moment& connection) { return tree_of(connection, *month, viewer, sees_losses); }));
  });
}

}  // namespace

void add_place_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/place-tree", "customers_read", get_tree);
}

}  // namespace kwota::serve
