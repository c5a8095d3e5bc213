#include "store/tables.h"

#include "store/columns.h"
#include "store/needs_vault.h"

namespace kwota::store {

std::vector<TableOfBooks> tables() {
  std::vector<TableOfBooks> listed;
  for (const auto* one : books::all_tables()) {
    const bool derived = one == &books::table_of<books::Balance>();
    TableOfBooks table{std::string(one->name), derived ? "derived" : one->chained ? "chained" : "register", one->key_columns, {}, {}, needs_vault(*one)};
    for (const auto& column : one->columns) {
      table.columns.emplace_back(column.name);
      if (column.follows) table.follow.emplace_back(column.name);
    }
    if (one->chained) table.columns.emplace_back("tells");
    listed.push_back(std::move(table));
  }
  listed.push_back({"leg", "derived", 2, {"entry", "position", "account", "amount"}, {}});
  listed.push_back({"chain_head", "derived", 1, {"chain", "position", "hash"}, {}});
  listed.push_back({"anchor", "signed", 1, {"number", "time", "count", "root", "previous", "hash", "signature", "nature", "process", "process_signature"}, {}});
  listed.push_back({"process", "signed", 1, {"number", "started", "after", "after_hash", "public_key", "signature"}, {}});
  listed.push_back({"acceptance", "signed", 1, {"number", "from_anchor", "to_anchor", "to_hash", "first", "second", "reason", "time", "signature"}, {}});
  return listed;
}

}  // namespace kwota::store
