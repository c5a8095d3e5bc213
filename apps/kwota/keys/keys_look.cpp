// kwota keys tree|kcv|verify|devices: what there is, and whether vaults and books agree. Check values and names, never a key.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "keys/journal/note.h"
#include "kwota/books/books_folder.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/keys/vault_look.h"
#include "store/draft/moment.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct LookOptions {
  BooksFolder books{.folder = office_folder_default, .public_key = {}};
  bool json = false;
};

json::object as_json(const books::KeyVersion& row) {
  return {{"vault", row.vault}, {"purpose", row.purpose}, {"version", row.version},         {"suite", row.suite},
          {"state", word_of(row.state)}, {"origin", word_of(row.origin)},   {"check_value", row.check_value}, {"created", format_utc(row.created)}};
}

Result<int> tree(const LookOptions& options) {
  TRY(connection, open_to_read(options.books));
  const store::BooksReader reader(*connection);
  const auto rows = reader.all<books::KeyVersion>();
  const auto factors = reader.only<books::KeyFactors>().value_or(books::KeyFactors{});
  if (options.json) {
    json::array versions;
    for (const auto& row : rows) versions.push_back(as_json(row));
    std::cout << json::serialize(json::object{{"utility_factor", factors.utility_factor},
                                              {"province", fmt::format("{:08X}", factors.province)},
                                              {"county", fmt::format("{:08X}", factors.county)},
                                              {"fixed_by", factors.fixed_by},
                                              {"versions", std::move(versions)}})
              << "\n";
    return 0;
  }
  fmt::print("factors: utility {}, province {:08X}, county {:08X}\n",
             factors.utility_factor.empty() ? "not chosen" : factors.utility_factor, factors.province, factors.county);
  for (const auto& row : rows)
    fmt::print("{:<8} {:<22} v{:<3} {:<5} {}  {:<9} {}\n", row.vault, row.purpose, row.version, row.suite, row.check_value,
               word_of(row.state), word_of(row.origin));
  return 0;
}

Result<int> kcv(const LookOptions& options) {
  // Before a vault is asked: where none is, one would be made.
  MUST(open_to_read(options.books));
  TRY(reported, ask_vaults(options.books.folder));
  json::array rows;
  for (const auto& vault : reported)
    for (const auto& key : vault.keys) {
      const auto value = keys::text_of(key.check_value);
      rows.push_back(json::object{{"vault", vault.vault},
                                  {"purpose", seal::name_of(key.key.purpose)},
                                  {"version", key.key.version},
                                  {"check_value", value},
                                  {"test_key", key.test_key}});
      if (!options.json)
        fmt::print("{:<8} {:<22} v{:<3} {}{}\n", vault.vault, seal::name_of(key.key.purpose), key.key.version, value,
                   key.test_key ? "  TEST KEY" : "");
    }
  if (options.json) std::cout << json::serialize(rows) << "\n";
  return 0;
}

json::object as_json(const KeyDifference& difference) {
  auto one = as_json(difference.row);
  one["vault_says"] = difference.vault_says;
  one["destroyed_but_in_the_vault"] = difference.destroyed_but_there();
  return one;
}

/// Of a folder in whose books no key office keeps its versions – a counter's: what stands in its vaults, and where it is held against the books.
void say_what_stands_here(const std::string& folder, const std::vector<VaultKeys>& vaults, std::size_t count) {
  if (count == 0) {
    fmt::print("{} holds no keys: neither its books nor a vault know of any. The key office's folder does: kwota keys verify --data FOLDER, usually {}.\n", folder, office_folder_default);
    return;
  }
  fmt::print("Nothing was compared: the books of {} keep no versions of keys. In its vault stand:\n", folder);
  for (const auto& vault : vaults)
    for (const auto& key : vault.keys)
      fmt::print("{:<8} {:<22} v{:<3} {}\n", vault.vault, seal::name_of(key.key.purpose), key.key.version, keys::text_of(key.check_value));
  fmt::print("Whether these are the office's is seen there: kwota keys verify --data FOLDER, usually {}.\n", office_folder_default);
}

Result<int> verify(const LookOptions& options) {
  std::vector<books::KeyVersion> rows;
  {
    TRY(connection, open_to_read(options.books));
    rows = store::BooksReader(*connection).all<books::KeyVersion>();
  }
  TRY(reported, ask_vaults(options.books.folder));
  const auto wrong = differences(rows, reported);
  std::size_t in_vaults = 0;
  for (const auto& vault : reported) in_vaults += vault.keys.size();
  // Each folder has one vault: what the books know of others was not held against anything here.
  const auto compared = static_cast<std::size_t>(std::ranges::count_if(rows, [&](const auto& row) { return std::ranges::any_of(reported, [&](const auto& vault) { return vault.vault == row.vault; }); }));
  if (options.json) {
    json::array all;
    for (const auto& one : wrong) all.push_back(as_json(one));
    std::cout << json::serialize(json::object{{"ok", wrong.empty()}, {"keys", rows.size()}, {"compared", compared}, {"keys_in_vaults", in_vaults}, {"differences", std::move(all)}}) << "\n";
  } else if (compared == 0) {
    say_what_stands_here(options.books.folder, reported, in_vaults);
  } else {
    for (const auto& one : wrong) fmt::print("{}\n", in_words(one));
    if (wrong.empty()) fmt::print("In order: {} keys, vault and books agree.\n", compared);
    if (compared < rows.size()) fmt::print("{} more of other vaults stand in these books; whether they agree is seen in the folders of those vaults.\n", rows.size() - compared);
  }
  return wrong.empty() ? 0 : 1;
}

Result<int> devices(const LookOptions& options) {
  TRY(connection, open_to_read(options.books));
  json::array rows;
  for (const auto& row : store::BooksReader(*connection).all<books::KeyDevice>()) {
    rows.push_back(json::object{{"serial", row.serial},
                                {"kind", word_of(row.kind)},
                                {"pair", row.pair},
                                {"holder", row.holder},
                                {"state", word_of(row.state)},
                                {"state_reason", row.state_reason},
                                {"key_version", row.key_version}});
    if (!options.json)
      fmt::print("{:<18} {:<14} {:<8} {:<18} {} {}\n", row.serial, word_of(row.kind), word_of(row.state), row.pair, row.holder, row.state_reason);
  }
  if (options.json) std::cout << json::serialize(rows) << "\n";
  return 0;
}

Verb look_verb(const char* name, const char* what, Result<int> (*look)(const LookOptions&)) {
  auto options = std::make_shared<LookOptions>();
  return {.name = name,
          .help = what,
          .options = {data_option(options->books), {"--json", &options->json, "As JSON"}},
          .example = fmt::format("kwota keys {} --data {}", name, office_folder_default),
          .run = run_with(options, look)};
}

}  // namespace

Verbs keys_look_verbs() {
  return {look_verb("tree", "Factors and keys with their states and check values, as the books have them", tree),
          look_verb("kcv", "Check values of all keys, as the vaults compute them", kcv),
          look_verb("verify", "Do vaults and books agree? 0 yes, 1 no", verify),
          look_verb("devices", "Key cards, PSAMs, UKEYs and backup shares", devices)};
}

}  // namespace kwota::app
