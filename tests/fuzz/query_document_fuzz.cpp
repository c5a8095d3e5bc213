// A question that somebody sends is refused, or is kept as a document that is read to the same again.
#include <array>
#include <cstdlib>

#include "drawn_json.h"
#include "store/queries/document.h"

namespace {

constexpr std::array<std::string_view, 28> words{"subject", "where", "columns", "groups", "figures", "sort", "all", "any", "field", "how", "value", "values", "has", "has_none", "list", "by", "part", "figure",
                                                 "sales", "is", "between", "in", "empty", "month", "sum", "count", "-time", ""};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  const auto read = queries::parse(fuzz::DrawnJson(data, size, words).value());
  if (!read.ok()) return 0;
  const auto again = queries::parse(boost::json::parse(read->text));
  if (!again.ok() || again->text != read->text) std::abort();
  return 0;
}
