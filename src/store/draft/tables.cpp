#include "store/draft/tables.h"

#include "store/draft/canonical.h"
#include "store/draft/needs_vault.h"

namespace kwota::store {

std::vector<TableOfBooks> tables() {
  std::vector<TableOfBooks> listed;
  for (const auto* one : books::all_tables()) {
    TableOfBooks table{std::string(one->name), one->kept ? "derived" : one->chained ? "chained" : "register", one->key_columns, {}, {}, {}, {}, needs_vault(*one)};
    for (const auto& column : one->columns) {
      table.columns.emplace_back(column.name);
      if (column.follows) table.follow.emplace_back(column.name);
      if (column.type == books::ColumnType::digits) table.twelve_digits.emplace_back(column.name);
      if (column.kept_once) table.kept_once.emplace_back(column.name);
    }
    if (one->chained) table.columns.emplace_back("tells");
    listed.push_back(std::move(table));
  }
  listed.push_back({"leg", "derived", 2, {"entry", "position", "account", "amount"}, {}, {}, {}});
  listed.push_back({"ledger_account", "derived", 1, {"number", "name"}, {}, {}, {}});
  listed.push_back({"kept_text", "derived", 1, {"number", "mark", "text"}, {}, {}, {}});
  listed.push_back({"chain_head", "derived", 1, {"chain", "position", "hash"}, {}, {}, {}});
  listed.push_back({"anchor", "signed", 1, {"number", "time", "count", "root", "previous", "hash", "signature", "nature", "process", "process_signature"}, {}, {}, {}});
  listed.push_back({"process", "signed", 1, {"number", "started", "after", "after_hash", "public_key", "signature"}, {}, {}, {}});
  listed.push_back({"acceptance", "signed", 1, {"number", "from_anchor", "to_anchor", "to_hash", "first", "second", "reason", "time", "signature"}, {}, {}, {}});
  listed.push_back({"restoration", "signed", 1, {"number", "from_anchor", "from_hash", "former", "former_hash", "copy", "sold", "first", "second", "reason", "time", "kept", "signature"}, {}, {}, {}});
  return listed;
}

}  // namespace kwota::store
