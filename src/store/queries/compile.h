// A question as a request to the store: every field is a column that a list declares, every value is bound.
// Guarantees: a row that the person does not see in its list – of another station, of another person, of a list that he may not read – neither is
// answered nor counts, wherever in the question its list stands; nothing is asked, sorted, grouped or added up by a column that he sees masked.
// Begin with compile().
#pragma once
#include "store/queries/subjects.h"

namespace kwota::queries {

struct GroupSql {
  const Group* group = nullptr;
  const store::Column* column = nullptr;
  std::string sql;
};

struct FigureSql {
  const Figure* figure = nullptr;
  const store::Column* column = nullptr;  ///< of count none
  std::string sql;                        ///< what is added up, or of which the smallest is sought
};

/// Lives no longer than its document.
struct Compiled {
  const store::View* subject = nullptr;
  store::ListRequest request;             ///< the rows; their condition, sort and station
  std::vector<const store::Column*> columns;
  std::vector<GroupSql> groups;
  std::vector<FigureSql> figures;
  std::string order;                      ///< of groups: name of a group or a figure; empty: as the groups stand
  bool descending = false;
};

/// Errors: those of subjects.h, `query_how_unfit` {field, how}, `query_wrong_value` {field, value}, `query_unfit_group` {field},
/// `query_unfit_figure` {field, figure}, `query_unknown_sort` {sort}, `query_malformed`.
Result<Compiled> compile(const Document& document, const Viewer& viewer);

}  // namespace kwota::queries
