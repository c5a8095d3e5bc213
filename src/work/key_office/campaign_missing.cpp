#include "work/key_office/campaign_missing.h"

#include <fmt/format.h>

namespace kwota::key_office {
namespace {

/// The list in which they stand, and the columns that say what and where.
struct Shelf {
  keys::KeyHolders kind{};
  std::string view;
  std::vector<store::Filter> filters;
  std::string_view what, where;
};

std::vector<Shelf> shelves(std::int64_t version) {
  using keys::KeyHolders, store::Match;
  const store::Filter older{"key_version", Match::to, fmt::format("{}", version - 1)};
  return {{KeyHolders::psams, "key-devices", {{"kind", Match::is, "psam"}, {"state", Match::is, "active"}, older}, "serial", "holder"},
          {KeyHolders::psams, "key-devices", {{"kind", Match::is, "load_sam"}, {"state", Match::is, "active"}, older}, "serial", "holder"},
          {KeyHolders::psams, "key-devices", {{"kind", Match::is, "handheld_psam"}, {"state", Match::is, "active"}, older}, "serial", "holder"},
          {KeyHolders::psams, "key-devices", {{"kind", Match::is, "pump_psam"}, {"state", Match::is, "active"}, older}, "serial", "holder"},
          {KeyHolders::meters, "meters", {{"state", Match::is, "installed"}, older}, "number", "service_point"},
          {KeyHolders::cards, "cards", {{"kind", Match::is, "user"}, {"state", Match::is, "active"}, older}, "serial", "customer_name"}};
}

Result<void> add_from(store::Moment& connection, const Shelf& shelf, std::vector<Missing>& missing) {
  const store::ListRequest wanted{
      .view = shelf.view, .filters = shelf.filters, .search = {}, .sort = {}, .cursor = {}, .page_size = missing_max, .totals = store::Totals::none, .look_max = 0};
  TRY(page, store::list(connection, wanted));
  const auto text = [&](const auto& row, std::string_view name) {
    std::size_t at = 0;
    while (at < page.view->columns.size() && page.view->columns[at].name != name) ++at;
    return store::text_of(row[at], page.view->columns[at].kind, 2);
  };
  for (const auto& row : page.rows) {
    if (missing.size() >= missing_max) return Done{};
    missing.push_back({shelf.kind, text(row, shelf.what), text(row, shelf.where), std::stoll("0" + text(row, "key_version"))});
  }
  return Done{};
}

}  // namespace

Result<std::vector<Missing>> missing_of(store::Moment& connection, const books::Campaign& campaign) {
  std::vector<Missing> missing;
  for (const auto& shelf : shelves(campaign.to_version)) MUST(add_from(connection, shelf, missing));
  return missing;
}

}  // namespace kwota::key_office
