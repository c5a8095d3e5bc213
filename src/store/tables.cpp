#include "store/tables.h"

#include "store/columns.h"
#include "store/needs_vault.h"

namespace kwota::store {

std::vector<TableOfBooks> tables() {
  std::vector<TableOfBooks> listed;
  const auto add = [&]<class Row>(const char* kind) {
    TableOfBooks table{Row::table, kind, Row::key_columns, {}, needs_vault<Row>};
    Row::columns([&](std::string_view name, auto) { table.columns.emplace_back(name); });
    listed.push_back(std::move(table));
  };
  for_each_row<books::Register>([&]<class Row>() { add.template operator()<Row>("register"); });
  for_each_row<books::Chained>([&]<class Row>() { add.template operator()<Row>("chained"); });
  add.template operator()<books::Balance>("derived");
  listed.push_back({"leg", "derived", 2, {"entry", "position", "account", "amount"}});
  listed.push_back({"chain_head", "derived", 1, {"chain", "position", "hash"}});
  listed.push_back({"anchor", "signed", 1, {"number", "time", "count", "root", "previous", "hash", "signature", "nature", "process", "process_signature"}});
  listed.push_back({"process", "signed", 1, {"number", "started", "after", "after_hash", "public_key", "signature"}});
  listed.push_back({"acceptance", "signed", 1, {"number", "from_anchor", "to_anchor", "to_hash", "first", "second", "reason", "time", "signature"}});
  return listed;
}

}  // namespace kwota::store
