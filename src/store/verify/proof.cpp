#include "store/verify/proof.h"

#include <fmt/format.h>

#include <algorithm>

#include "books/decision.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/columns.h"

namespace kwota::store {

Result<std::vector<Digest>> leaves_of_anchor(Connection& connection, std::int64_t anchor) {
  std::string sql;
  for (const auto* table : books::all_tables())
    if (table->chained) sql += fmt::format("{}SELECT id, hash FROM {} WHERE id>=?1 AND id<?2", sql.empty() ? "" : " UNION ALL ", in_quotes(table->name));
  auto cursor = connection.prepare(sql + " ORDER BY id");
  cursor.integer(row_id(anchor, 0));
  cursor.integer(row_id(anchor + 1, 0));
  std::vector<Digest> leaves;
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return leaves;
    const auto hash = cursor.get_blob(1);
    auto& leaf = leaves.emplace_back();
    if (hash.size() == leaf.size()) std::copy(hash.begin(), hash.end(), leaf.begin());
  }
}

Result<Proof> proof_of(Connection& connection, std::string_view sale) {
  auto cursor = connection.prepare("SELECT id FROM sale WHERE number=?");
  cursor.text(sale);
  TRY(known, cursor.step());
  if (!known)
    return error(Fault::request, "no_such_sale",
                 fmt::format("There is no sale {}. Nothing was changed. Check the receipt number.", sale),
                 {{"sale", std::string(sale)}});
  const auto id = cursor.get_integer(0);
  TRY(anchor, read_anchor(connection, id >> leaf_bits));
  TRY(leaves, leaves_of_anchor(connection, id >> leaf_bits));
  const auto leaf = static_cast<std::size_t>(id % leaves_max);
  if (!anchor || leaf >= leaves.size())
    return error(Fault::forged, "books_changed",
                 fmt::format("The books around the sale {} were changed by hand. Stop selling and run kwota verify.", sale),
                 {{"sale", std::string(sale)}});
  Proof proof;
  proof.leaf = leaves[leaf];
  proof.path = merkle_path(leaves, leaf);
  proof.anchor = *anchor;
  return proof;
}

}  // namespace kwota::store
