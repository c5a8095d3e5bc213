#include "store/queries/subjects.h"

#include <algorithm>
#include <array>

namespace kwota::queries {
namespace {

using store::ColumnKind;

/// By the names that columns have everywhere.
constexpr std::array links{
    Link{"account", "accounts", "number"},       Link{"area", "places", "code"},          Link{"area_number", "area-numbers", "number"}, Link{"building", "places", "code"}, Link{"customer", "customers", "number"},
    Link{"lot", "stock-lots", "code"},           Link{"merged_into", "customers", "number"}, Link{"meter", "meters", "number"},           Link{"new_meter", "meters", "number"},   Link{"of_place", "places", "code"},            Link{"old_meter", "meters", "number"},
    Link{"operator", "operators", "name"},       Link{"parent", "places", "code"},         Link{"place", "places", "code"},         Link{"plan", "plans", "id"},                   Link{"sale", "sales", "number"},
    Link{"service_point", "service-points", "code"}, Link{"station", "stations", "code"}, Link{"village", "places", "code"},             Link{"well", "wells", "number"},
};

Error unknown_field(const std::string& field, const std::string& path) {
  return query_error("query_unknown_field", "There is no such field.", path, {{"field", field}});
}

Error hidden_field(const std::string& field, const std::string& path) {
  return query_error("query_hidden_field", "This field is personal: it is shown masked, and nothing is asked by it.", path, {{"field", field}});
}

bool is_name(const store::View& view, std::string_view column) {
  const bool key = std::ranges::any_of(view.key, [&](const std::string& sql) { return sql == "t.\"" + std::string(column) + '"'; });
  return key || column == "number" || link_of(column) != nullptr;
}

}  // namespace

const Link* link_of(std::string_view column) {
  const auto found = std::ranges::find(links, column, &Link::column);
  return found == links.end() ? nullptr : &*found;
}

Result<const store::View*> subject_of(const std::string& name, const std::string& path, const Viewer& viewer) {
  const auto* view = store::find_view(name);
  if (view == nullptr) return query_error("query_unknown_subject", "There is no such list.", path, {{"subject", name}});
  MUST(viewer.may(name));
  return view;
}

Result<Field> field_of(const store::View& subject, const std::string& name, const std::string& path, const Viewer& viewer) {
  Field field;
  field.view = &subject;
  std::string_view rest = name;
  for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    const auto* column = store::find_column(*field.view, rest.substr(0, dot));
    const auto* link = column == nullptr || column->is_masked() ? nullptr : link_of(column->name);
    if (link == nullptr || field.hops.size() == hops_max) return unknown_field(name, path);
    field.hops.push_back({field.view, column, link});
    TRY(next, subject_of(std::string(link->list), path, viewer));
    field.view = next;
    rest.remove_prefix(dot + 1);
  }
  field.column = store::find_column(*field.view, rest);
  if (field.column == nullptr) return unknown_field(name, path);
  if (field.column->is_masked() && !viewer.personal) return hidden_field(name, path);
  return field;
}

Result<const store::Column*> column_of(const store::View& subject, const std::string& name, const std::string& path) {
  const auto* column = store::find_column(subject, name);
  if (column == nullptr) return unknown_field(name, path);
  return column;
}

std::vector<How> hows_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::text: return {How::is, How::is_not, How::begins, How::contains, How::in, How::empty, How::filled};
    case ColumnKind::digits: return {How::is, How::is_not, How::begins, How::contains, How::in, How::empty, How::filled};
    case ColumnKind::integer:
    case ColumnKind::hundredths:
    case ColumnKind::money:
    case ColumnKind::energy: return {How::is, How::is_not, How::less, How::more, How::between, How::in, How::empty, How::filled};
    case ColumnKind::time:
    case ColumnKind::date:
    case ColumnKind::local_time: return {How::is, How::between, How::before, How::after, How::last_days, How::this_month, How::last_month, How::empty, How::filled};
    case ColumnKind::flag: return {How::is};
    case ColumnKind::tenders: return {How::contains};
  }
  return {};
}

std::vector<FigureKind> figures_of(const store::View& view, const store::Column& column) {
  if (column.is_masked() || is_name(view, column.name)) return {};
  switch (column.kind) {
    case ColumnKind::integer:
    case ColumnKind::money:
    case ColumnKind::energy: return {FigureKind::sum, FigureKind::min, FigureKind::max, FigureKind::mean};
    case ColumnKind::time:
    case ColumnKind::date:
    case ColumnKind::local_time: return {FigureKind::min, FigureKind::max};
    default: return {};
  }
}

std::vector<DatePart> parts_of(const store::View& view, const store::Column& column) {
  if (column.is_masked()) return {};
  switch (column.kind) {
    case ColumnKind::date: return {DatePart::whole, DatePart::month, DatePart::year};
    case ColumnKind::local_time: return {DatePart::day, DatePart::month, DatePart::year};
    case ColumnKind::text:
    case ColumnKind::digits:
    case ColumnKind::flag: return {DatePart::whole};
    case ColumnKind::integer: return is_name(view, column.name) ? std::vector{DatePart::whole} : std::vector<DatePart>{};
    default: return {};  // an instant, an amount: each row would stand alone
  }
}

std::vector<Other> others_of(const store::View& subject) {
  std::vector<Other> out;
  for (const auto& view : store::views())
    for (const auto& column : view.columns) {
      const auto* link = link_of(column.name);
      if (link != nullptr && link->list == subject.name && view.name != subject.name && !column.is_masked()) out.push_back({view.name, column.name});
    }
  return out;
}

}  // namespace kwota::queries
