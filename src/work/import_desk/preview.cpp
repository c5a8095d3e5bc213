#include "work/import_desk/preview.h"

namespace kwota::import_desk {

Preview look(const books::Reader& books, const ImportFile& file, const Context& context) {
  Preview out;
  out.verdicts.reserve(file.table.rows.size());
  imports::judge(books, file, file.table.rows, context, [&](imports::Judged&& one) {
    out.verdicts.push_back(one.verdict);
    switch (one.verdict) {
      case Verdict::fresh: ++out.fresh; break;
      case Verdict::changed: ++out.changed; break;
      case Verdict::same: ++out.same; break;
      case Verdict::wrong:
        ++out.errors;
        ++out.errors_by_code[one.error->code];
        break;
    }
    out.warnings += one.warnings.empty() ? 0 : 1;
    if (one.cells.empty() && one.warnings.empty() && !one.error) return true;
    if (out.shown.size() >= shown_rows_max) return true;
    ShownRow row{one.row->line, one.verdict, std::move(one.cells), std::move(one.warnings)};
    if (one.error) row.notes.push_back(std::move(*one.error));
    out.shown.push_back(std::move(row));
    return true;
  });
  return out;
}

}  // namespace kwota::import_desk
