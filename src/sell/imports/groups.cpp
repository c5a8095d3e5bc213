#include "sell/imports/groups.h"

#include <algorithm>

namespace kwota::imports {
namespace {

void add(ImportReport& sum, ImportReport group) {
  sum.errors = std::move(group.errors);
  if (!sum.errors.empty()) return;
  sum.created += group.created;
  sum.changed += group.changed;
  sum.same += group.same;
  sum.written += group.written;
}

}  // namespace

Result<ImportReport> look_at_import(const ImportFile& file, const ImportWay& way, const Context& context) {
  TRY(seen, way.look([&](const books::Reader& books) -> Result<books::Decision<ImportReport>> { return import_rows(books, file, file.table.rows, context); }));
  seen.written = 0;
  return seen;
}

Result<ImportReport> import_in_groups(const ImportFile& file, const ImportWay& way, const Context& context) {
  TRY(seen, look_at_import(file, way, context));
  if (!seen.errors.empty() || seen.created + seen.changed == 0) return seen;
  const auto added_up = way.look([&](const books::Reader& books) -> Result<books::Decision<ImportReport>> {
    MUST(adds_up(books, file, way.control_total));
    return books::Decision<ImportReport>{};
  });
  if (!added_up) return added_up.error();
  ImportReport sum{.encoding = file.table.encoding};
  for (std::span<const CsvRow> rest = file.table.rows; !rest.empty() && sum.errors.empty();) {
    const auto group = rest.first(std::min(rest.size(), import_group_rows));
    rest = rest.subspan(group.size());
    auto written = way.write([&, group](const books::Reader& books) -> Result<books::Decision<ImportReport>> { return import_rows(books, file, group, context); }, rest.empty());
    if (!written && sum.written == 0) return std::move(written).error();
    if (written)
      add(sum, std::move(*written));
    else
      sum.errors.push_back({group.front().line, "", written.error().code, written.error().what, written.error().details});
  }
  return sum;
}

}  // namespace kwota::imports
