#include "keys/office/tree.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/area_code.h"
#include "keys/ceremony/ceremony.h"
#include "keys/journal/note.h"
#include "people/permissions.h"

namespace kwota::keys {
namespace {

Error bad_factor(const char* field) {
  return error(Fault::request, "bad_tree_factor",
               "A utility factor has 16 hexadecimal digits, an area code 8 digits. Nothing was changed.", {{"field", field}});
}

Result<void> good_number(std::int64_t officers) {
  if (officers < static_cast<std::int64_t>(officers_min))
    return error(Fault::request, "officers_too_few", "Nobody forms a key alone: name more officers. Nothing was changed.",
                 {{"required", fmt::format("{}", officers_min)}});
  if (officers > static_cast<std::int64_t>(officers_max))
    return error(Fault::request, "officers_too_many", "So many officers do not fit around a table. Nothing was changed.",
                 {{"most", fmt::format("{}", officers_max)}});
  return {};
}

}  // namespace

seal::Factor area_factor(std::uint32_t code) {
  seal::Factor factor{};
  put_be32(factor.data(), code);
  put_be32(factor.data() + 4, code);
  return factor;
}

Result<std::vector<seal::Factor>> county_factors(const std::optional<books::KeyFactors>& factors) {
  const auto utility = factors ? from_hex(factors->utility_factor) : Result<Bytes>(Bytes{});
  seal::Factor first{};
  if (!utility || utility->size() != first.size())
    return error(Fault::refused, "factors_missing",
                 "The factors of the tree have not been chosen. Nothing was derived. Choose them first.");
  std::copy(utility->begin(), utility->end(), first.begin());
  return std::vector<seal::Factor>{first, area_factor(factors->province), area_factor(factors->county)};
}

Result<std::vector<seal::Factor>> factors_above(const std::optional<books::KeyFactors>& factors, books::KeyDeviceKind kind,
                                                std::optional<books::KeyDeviceKind> paired_kind) {
  using books::KeyDeviceKind;
  TRY(path, county_factors(factors));
  const auto issued = kind == KeyDeviceKind::control ? paired_kind : kind;
  path.resize(issued == KeyDeviceKind::master_control ? 0 : issued == KeyDeviceKind::province ? 1 : issued == KeyDeviceKind::county ? 2 : 3);
  return path;
}

std::vector<seal::Purpose> county_purposes() {
  std::vector<seal::Purpose> out;
  for (std::size_t i = 0; i < seal::purposes; ++i)
    if (const auto purpose = static_cast<seal::Purpose>(i); seal::comes_from_the_seed(purpose)) out.push_back(purpose);
  return out;
}

Result<books::Decision<books::KeyFactors>> choose_factors(const books::Reader& books, const FactorChoice& choice,
                                                          const people::Context& context) {
  MUST(people::require(context.who, "key_cards"));
  auto row = books.only<books::KeyFactors>().value_or(books::KeyFactors{});
  if (row.fixed_by != 0)
    return error(Fault::refused, "factors_fixed", "Keys have been derived with these factors; they never change again.",
                 {{"version", fmt::format("{}", row.fixed_by)}});
  const auto utility = books.only<books::Utility>();
  const auto factor = from_hex(choice.utility_factor);
  if (!factor || factor->size() != std::tuple_size_v<seal::Factor>) return bad_factor("utility_factor");
  row.utility_factor = to_hex(*factor);
  row.county = utility ? utility->county : 0;
  row.province = province_of(row.county);
  if (!choice.province.empty()) {
    const auto province = parse_area_code(choice.province);
    if (!province) return bad_factor("province");
    row.province = *province;
  }
  if (choice.officers != 0) {
    MUST(good_number(choice.officers));
    row.officers = choice.officers;
  }
  auto event = note(context, "factors_chosen", "tree");
  event.details = fmt::format(R"({{"utility_factor":"{}","province":"{:08X}","county":"{:08X}","officers":{}}})", row.utility_factor,
                              row.province, row.county, row.officers);
  return books::Decision<books::KeyFactors>{{{row}, {event}}, row};
}

std::optional<books::KeyFactors> fixed_by(const books::Reader& books, std::int64_t version) {
  auto row = books.only<books::KeyFactors>();
  if (!row || row->fixed_by != 0) return std::nullopt;
  row->fixed_by = version;
  return row;
}

}  // namespace kwota::keys
