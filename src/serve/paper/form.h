// Pre-printed paper as data: which text stands where. A form is one JSON file:
//   {"name": "plain-a5", "columns": 80, "lines": 33,
//    "fields": [{"field": "number", "line": 2, "column": 60, "width": 18, "align": "right"},
//               {"field": "buyer_address", "line": 6, "column": 12, "width": 40, "lines": 2},
//               {"text": "INVOICE", "line": 2, "column": 2, "width": 20}],
//    "rows": {"line": 12, "count": 10, "columns": [{"field": "what", "column": 2, "width": 34}, {"field": "amount", "column": 66, "width": 12, "align": "right"}]}}
// Lines are 1/6 inch, columns 1/10 inch, both from 1. Guarantees: nothing is cut and nothing stands outside of its place: what does not fit is refused by name.
// Never: knows an invoice.   How forms are kept: docs/invoices.md.   Begin with form_from(), filled().
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "serve/paper/escp.h"

namespace kwota::serve {

struct FormField {
  std::string field;  ///< empty: `text` stands there
  std::string text;
  int line = 1, column = 1, width = 1;
  int lines = 1;      ///< that it may take
  bool right = false;
};

struct Form {
  std::string name;
  int columns = 80, lines = 66;
  std::vector<FormField> fields;
  std::vector<FormField> rows;  ///< of one row; `line`: of the first one
  int row_count = 0;
};

/// Error `bad_form` {where}.
Result<Form> form_from(std::string_view json);

/// How texts are measured and broken: columns of a text, lines of at most so many columns.
struct Measure {
  std::function<int(std::string_view)> columns;
  std::function<std::vector<std::string>(std::string_view, int)> wrapped;
};
using FieldTexts = std::map<std::string, std::string, std::less<>>;

/// A field that nobody fills stays empty. Errors: form_too_small {rows, needed}, form_text_too_wide {field, text}.
Result<std::vector<Placed>> filled(const Form& form, const FieldTexts& fields, const std::vector<FieldTexts>& rows, const Measure& measure);

}  // namespace kwota::serve
