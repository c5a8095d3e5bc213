// What rows of a list say beside their columns, or in another form than these hold: the version of a row that people change, whether a request is his to
// decide, states by name. One declared line each.   Begin with SaidBesides.
#pragma once
#include <boost/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "books/reader.h"
#include "books/rows.h"

namespace kwota::serve {

/// Who looks at a page, and when.
struct Looking {
  const books::Reader& books;
  const std::string& viewer;
  Instant now;
  int digits = 2;  ///< of the money
  std::optional<books::Operator> who = {};  ///< where a row says what is his to do: asked once for all rows
};

/// Of one page.
class SaidBesides {
 public:
  using Say = void (*)(boost::json::object& row, const Looking& looking);
  SaidBesides(const books::Reader& books, std::string_view view, const std::string& viewer, Instant now, int digits);
  void add(boost::json::object& row) const;

 private:
  std::string_view view_;
  Looking looking_;
  Say say_;  ///< null: a list that says what its columns hold
};

/// Whether rows of this list say that beside their columns: pages may show it as one.
bool is_said_besides(std::string_view view, std::string_view name);

}  // namespace kwota::serve
