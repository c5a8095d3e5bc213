// What may be asked: every list is a subject, its columns are the fields, and what a column names – a customer, a meter, a place – leads to the
// fields of that row. Nothing is declared here a second time: a register that is added is a subject by itself.
// Begin with subject_of(), field_of().
#pragma once
#include <functional>
#include <vector>

#include "base/time.h"
#include "store/lists/query.h"
#include "store/queries/document.h"

namespace kwota::queries {

/// Whose eyes a question is asked with.
struct Viewer {
  std::string station;        ///< only rows of this station; empty: all
  bool personal = true;       ///< false: personal columns are shown masked, and asked, grouped, sorted and added up by nobody
  int minor_digits = 2;
  Instant now;
  Zone zone = Zone::utc();    ///< whose days are meant
  /// Whether he may read this list, and whose rows of it alone (name of an operator; empty: all). Error `permission_denied`.
  std::function<Result<std::string>(std::string_view list)> may = [](std::string_view) -> Result<std::string> { return std::string{}; };
};

/// How far a field is away from the subject's own columns. [K]
inline constexpr std::size_t hops_max = 3;

/// The list of the rows that a column names, and the column there that they are named by; nothing: it names none.
struct Link {
  std::string_view column, list, key;
};
const Link* link_of(std::string_view column);

/// A field, with the lists that lie between: "customer.place" of sales is the column `place` of customers, by way of the sale's `customer`.
struct Field {
  struct Hop {
    const store::View* view;      ///< whose column it is
    const store::Column* column;  ///< names a row of the next list
    const Link* link;
  };
  std::vector<Hop> hops;
  const store::View* view = nullptr;
  const store::Column* column = nullptr;
};

/// Lists that a person may ask about. Errors `query_unknown_subject` {subject}, permission_denied.
Result<const store::View*> subject_of(const std::string& name, const std::string& path, const Viewer& viewer);
/// Errors `query_unknown_field` {field}, `query_hidden_field` {field} – personal, and not his to ask by –, permission_denied of a list between.
Result<Field> field_of(const store::View& subject, const std::string& name, const std::string& path, const Viewer& viewer);
/// A column of the subject itself; personal ones, too: what is shown of them is masked.
Result<const store::Column*> column_of(const store::View& subject, const std::string& name, const std::string& path);

/// How a column may be compared.
std::vector<How> hows_of(store::ColumnKind kind);
/// Which figures are made of it. What names something is never added up.
std::vector<FigureKind> figures_of(const store::View& view, const store::Column& column);
/// Whether rows may be put together by it, and by which parts of it.
std::vector<DatePart> parts_of(const store::View& view, const store::Column& column);

/// Rows of other lists that name a row of this one: sales, by their account.
struct Other {
  std::string list, by;
};
std::vector<Other> others_of(const store::View& subject);

}  // namespace kwota::queries
