// kwota verify: were the books changed by hand? Recomputes all of them and names the first row that is not as it was written.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "base/idle_thread.h"
#include "keys/office/certificates.h"
#include "kwota/books/books_folder.h"
#include "kwota/keys/vault_look.h"
#include "kwota/verb.h"
#include "store/books.h"
#include "store/draft/moment.h"
#include "store/draft/tables.h"
#include "store/folder_nature.h"
#include "store/witness/witness_kinds.h"

namespace kwota::app {
namespace {

struct VerifyOptions {
  BooksFolder books;
  std::string slip;
  std::vector<std::string> witnesses;
  bool json = false, tables = false;
};

/// What the books consist of, from the rows themselves: who attacks or audits them with SQL needs no header.
boost::json::array tables_as_json() {
  boost::json::array all;
  for (const auto& table : store::tables()) {
    boost::json::array columns, follow, twelve_digits, kept_once;
    for (const auto& column : table.columns) columns.emplace_back(column);
    for (const auto& column : table.follow) follow.emplace_back(column);
    for (const auto& column : table.twelve_digits) twelve_digits.emplace_back(column);
    for (const auto& column : table.kept_once) kept_once.emplace_back(column);
    all.push_back({{"table", table.name}, {"kind", table.kind}, {"key_columns", table.key_columns}, {"columns", std::move(columns)}, {"follow", std::move(follow)},
                   {"twelve_digits", std::move(twelve_digits)}, {"kept_once", std::move(kept_once)}, {"needs_vault", table.needs_vault}});
  }
  return all;
}

std::string said_by(const store::WitnessAnswer& witness) {
  if (!witness.can_be_asked) return "it cannot be asked; compare the newest line there with the newest group of these books";
  return witness.mark ? fmt::format("these books hold its group {}", witness.mark->number) : "it was told nothing yet";
}

boost::json::array witnesses_as_json(const std::vector<store::WitnessAnswer>& received) {
  boost::json::array out;
  for (const auto& one : received) {
    boost::json::object row{{"name", one.name}, {"asked", one.can_be_asked}, {"group", nullptr}};
    if (one.mark) row["group"] = one.mark->number;
    out.push_back(std::move(row));
  }
  return out;
}

boost::json::object as_json(const store::VerifyReport& report, std::optional<books::Nature> nature, const std::vector<store::WitnessAnswer>& received) {
  boost::json::object json{{"ok", report.ok()},
                           {"books", word_of(nature.value_or(books::Nature::real))},
                           {"rows", report.rows},
                           {"chains", report.chains},
                           {"anchors", report.anchors},
                           {"signatures_checked", report.signatures_checked}};
  if (report.signatures_checked)
    json["signed"] = {{"at_once", report.signatures.at_once}, {"afterwards", report.signatures.afterwards},
                      {"accepted", report.signatures.accepted}, {"waiting", report.signatures.waiting}};
  json["witnesses"] = witnesses_as_json(received);
  if (report.first)
    json["first_problem"] = {
        {"table", report.first->table}, {"key", report.first->key}, {"what", word_of(report.first->what)}, {"why", report.first->why}};
  return json;
}

std::string signatures_in_words(const store::VerifyReport& report) {
  if (!report.signatures_checked) return "; signatures were not checked (no public key, see --public-key)";
  const auto& by = report.signatures;
  std::string words = fmt::format(": {} signed by the vault", by.at_once);
  if (by.afterwards > 0) words += fmt::format(", {} countersigned when it was back", by.afterwards);
  if (by.accepted > 0) words += fmt::format(", {} accepted by two persons", by.accepted);
  if (by.waiting > 0) words += fmt::format(", {} waiting for the vault, which is away", by.waiting);
  return words;
}

void print(const store::VerifyReport& report) {
  if (report.first)
    fmt::print("{}: {}/{}: {}\n", word_of(report.first->what), report.first->table, report.first->key, report.first->why);
  else
    fmt::print("In order: {} rows, {} chains, {} anchors{}.\n", report.rows, report.chains, report.anchors, signatures_in_words(report));
}

/// A vault lies beside the books of a living folder, and never beside an auditor's copy or books that were put aside.
bool vault_beside(const std::filesystem::path& folder) {
  std::error_code failed;
  return std::filesystem::exists(folder / "vault", failed) || std::filesystem::exists(folder / "vault.json", failed);
}

/// Nobody's signature can be looked at, and the file that tells them lay here.
Error key_removed(const std::filesystem::path& folder) {
  return error(Fault::forged, "public_key_missing",
               "The vault's public key is not beside the books, and they were signed: somebody removed it. Nothing was verified. Put the file back from a copy, or name yours with --public-key.",
               {{"folder", folder.string()}});
}

/// What two persons destroyed is in no vault again: an older token or backup was put back. Nothing without a vault beside the books,
/// as in an auditor's copy; a vault that does not open is said so.
Result<std::vector<KeyDifference>> risen_keys(const VerifyOptions& options, store::Moment& connection) {
  std::vector<KeyDifference> risen;
  if (!vault_beside(options.books.folder)) return risen;
  auto rows = store::BooksReader(connection).all<books::KeyVersion>();
  std::erase_if(rows, [](const books::KeyVersion& row) { return row.state != books::KeyStatus::destroyed; });
  if (rows.empty()) return risen;
  const auto vaults = ask_vaults(options.books.folder);
  if (vaults) return differences(rows, *vaults);
  if (!options.json) fmt::print("The vault was not asked for destroyed keys: {}\n", vaults.error().what);
  return risen;
}

/// Of a key office: who may handle keys there, by the tokens of people. Books of counters have nobody.
boost::json::object people_as_json(const keys::CheckedPeople& people) {
  boost::json::array problems;
  for (const auto& one : people.problems) problems.push_back({{"person", one.person}, {"why", one.why}});
  return {{"certified", people.certified.size()}, {"founding", people.founding}, {"problems", std::move(problems)}};
}

void print(const keys::CheckedPeople& people) {
  if (!people.founding.empty()) fmt::print("People of the key office: {} certificates, founding document {}.\n", people.certified.size(), people.founding);
  for (const auto& one : people.problems) fmt::print("{} {}. Find out who put this into the books; nobody signs in by it.\n", one.person, one.why);
}

Result<int> run_verify(const VerifyOptions& options) {
  if (options.tables) {
    std::cout << boost::json::serialize(tables_as_json()) << "\n";
    return 0;
  }
  run_when_idle();  // people sell meanwhile
  TRY(check, signature_check(options.books));
  TRY(connection, open_to_read(options.books));
  if (!check && vault_beside(options.books.folder)) return key_removed(options.books.folder);
  TRY(nature, store::nature_of_folder(options.books.folder));
  if (!options.slip.empty()) {
    TRY(mark, store::hold_slip(*connection, options.slip, check));
    fmt::print("These books hold what the slip says: group {}.\n", mark.number);
  }
  TRY(witnesses, store::witnesses_at(options.witnesses));
  TRY(received, store::hold_witnesses(*connection, witnesses, check));
  if (!options.json)
    for (const auto& one : received) fmt::print("Witness {}: {}\n", one.name, said_by(one));
  if (!options.json && options.witnesses.empty() && options.slip.empty())
    fmt::print("No witness outside of the folder was asked (--slip, --witness).\n");
  TRY(report, store::verify(*connection, {.check = check, .anchor_log = options.books.folder / store::anchor_log_file, .log_is_whole = true}));
  TRY(risen, risen_keys(options, *connection));
  const auto people = keys::check_people(store::BooksReader(*connection));
  const bool ok = report.ok() && risen.empty() && people.problems.empty();
  if (options.json) {
    auto json = as_json(report, nature, received);
    boost::json::array keys;
    for (const auto& one : risen) keys.push_back({{"vault", one.row.vault}, {"purpose", one.row.purpose}, {"version", one.row.version}});
    json["destroyed_but_in_the_vault"] = std::move(keys);
    json["key_people"] = people_as_json(people);
    json["ok"] = ok;
    std::cout << boost::json::serialize(json) << "\n";
  } else {
    print(report);
    print(people);
    for (const auto& one : risen) fmt::print("{}. Destroy it again, and find out who put it back.\n", in_words(one));
  }
  if (!options.json && nature == books::Nature::sample) fmt::print("These are sample books: nothing in them was sold.\n");
  return ok ? 0 : 1;
}

}  // namespace

Verb verify_verb() {
  auto options = std::make_shared<VerifyOptions>();
  return {.name = "verify",
          .help = "Recompute the books and name the first row that was changed, removed or put in by hand",
          .options = {data_option(options->books),
                      key_option(options->books),
                      {"--slip", &options->slip, "What a shift's closing slip says of the books: whether these are they"},
                      {"--witness", &options->witnesses, "Place that the server was told to keep as a witness (a file, https://host/path); may be repeated"},
                      {"--json", &options->json, "As JSON"},
                      {"--tables", &options->tables, "Only print which tables the books have: kind, key, columns in the order in which they are hashed"}},
          .example = "kwota verify --data /var/lib/kwota --public-key auditor/root_public_key.der",
          .run = run_with(options, run_verify)};
}

}  // namespace kwota::app
