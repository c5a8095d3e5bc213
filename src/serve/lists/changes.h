// What an entry of the audit trail says of a row – which columns, before and after – as the lists write such columns: money with its decimals, moments as
// times, personal facts masked from whoever may not see them, what programs alone need left out.   Begin with changes_of().
#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "store/lists/views.h"

namespace kwota::serve {

/// The list whose rows are those of this table ("customer"), or where no list shows them alone the table's own columns; null: no register is called so.
const store::View* view_of_table(std::string_view table);

/// A number that is one of our days in milliseconds: nothing else in the books is so large.
constexpr bool is_moment(std::int64_t number) { return number >= 1'500'000'000'000 && number < 2'000'000'000'000; }

/// How much of it is shown, and how.
struct ChangesShown {
  const store::View* view = nullptr;  ///< null: numbers stay as the books hold them
  bool personal = false;
  int digits = 2;
  std::function<std::string(const std::string& sign_in)> called{};  ///< what people are called; empty: they stand as they sign in
};
/// [{column, before, after, said}] of {"state":["active","blocked"]} of a change – `before` is null for a new row, and `said` is under what the dictionaries have
/// the words of its codes, for pages and files alike: "state.card", "state|word" tried in this order, empty for what is no code. Documents that only programs read
/// are "…"; what was proposed to a second person is an object (people/proposal.h). Nothing: only technical columns changed.
std::optional<boost::json::array> changes_of(std::string_view details, const ChangesShown& how);

}  // namespace kwota::serve
