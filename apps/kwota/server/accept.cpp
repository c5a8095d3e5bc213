// kwota accept: two persons say of books that do not start by themselves that they are right – groups that no vault signed, a vault or a
// key or a log of anchors that is gone – or put them back before such groups. The server of these books must stand still.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <fstream>
#include <iostream>

#include "base/cause.h"
#include "base/secret_memory.h"
#include "keys/office/certificates.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/house_books.h"
#include "kwota/keys/office_folder.h"
#include "kwota/terminal.h"
#include "kwota/verb.h"
#include "people/permissions.h"
#include "people/sign_in/proof.h"
#include "serve/api/second_factor.h"
#include "serve/router/password.h"
#include "store/draft/moment.h"
#include "store/put_back.h"
#include "store/restoration.h"
#include "store/witness/witness_kinds.h"
#include "work/key_office/person_desk.h"

namespace kwota::app {
namespace {

struct AcceptOptions {
  BooksFolder books;
  std::string reason;
  std::vector<std::string> witnesses;
  bool put_back = false;
};

/// The books without their writer: what stops the start is looked at here.
struct Stopped {
  std::filesystem::path folder;
  SystemRandom random;
  SystemClock clock;
  bool key_office = false;          ///< whose books these are
  FolderVault vault;
  store::SignatureCheck check;      ///< of the vault that is there
  store::SignatureCheck file_check;  ///< of the keys beside the books; empty: there are none
  std::unique_ptr<seal::PersonTokens> people;  ///< of a key office: a password alone proves nobody there
  store::FolderLock lock;
  std::unique_ptr<store::Moment> connection;
};

Result<std::unique_ptr<Stopped>> open_stopped(const std::filesystem::path& folder) {
  std::error_code failed;
  if (!std::filesystem::exists(folder / store::books_file, failed))
    return error(Fault::request, "no_books",
                 fmt::format("There are no books in {}. Nothing was done. Name their folder with --data.", folder.string()), {{"folder", folder.string()}});
  auto it = std::make_unique<Stopped>();
  it->folder = folder;
  it->key_office = is_office_folder(folder);
  TRY(vault, FolderVault::open(folder, it->random));
  it->vault = std::move(vault);
  if (it->key_office) {
    TRY(configuration, seal::read_vault_configuration(folder));
    it->people = std::make_unique<seal::PersonTokens>(seal::people_of(it->vault.office_module(), folder, configuration.module.empty()));
  }
  TRY(key, it->vault.vault().root_public_key());
  TRY(check, store::check_by_public_key(key));
  it->check = check;
  if (const auto keys = store::read_public_keys(folder / store::public_key_file); !keys.empty()) {
    TRY(file_check, store::check_by_public_key(keys));
    it->file_check = file_check;
  }
  TRY(lock, store::FolderLock::take(folder));
  it->lock = std::move(lock);
  MUST(store::complete_moving(folder));
  TRY(connection, store::open_file(folder / store::books_file, store::Moment::Mode::write));
  it->connection = std::move(connection);
  MUST(store::bring_up_to_date(*it->connection));
  return it;
}

/// Who answers for books: no cashier, no technician, no key officer.
bool may_accept(const books::Operator& who, bool key_office) {
  using people::Role;
  const auto roles = people::parse_roles(who.roles);
  return roles && std::any_of(roles->begin(), roles->end(), [&](Role role) {
           return key_office ? role == Role::key_manager || role == Role::security_auditor
                             : role == Role::manager || role == Role::administrator || role == Role::auditor;
         });
}

/// A code that was taken before is not taken here; that this one was cannot be written down, for the same reason as the tries.
Result<void> shows_code(Stopped& it, const books::Operator& who) {
  TRY(code, ask_code(who.name));
  serve::SecondFactors factors(it.folder, it.random, it.clock);
  TRY(step, factors.step_of(who.name, who.factor_number, code));
  if (step && *step > who.factor_step) return Done{};
  return error(Fault::refused, "wrong_code", "The code is not right, or was used already. Nothing was changed.");
}

Result<std::string> one_person(Stopped& it, const char* which) {
  TRY(name, ask(fmt::format("Name of the {} person", which)));
  TRY(typed, ask_unseen(fmt::format("Password of {}", name)));
  const store::BooksReader reader(*it.connection);
  const auto who = reader.find<books::Operator>(name);
  const std::string_view password(reinterpret_cast<const char*>(typed.view().data()), typed.size());
  // Tries cannot be counted in books that nobody may write; who can read the folder can try without this program.
  if (!who || who->state != books::OperatorStatus::active || !serve::password_matches(password, who->password))
    return error(Fault::refused, Cause::wrong_password, "Name and password do not fit together. Nothing was changed.");
  if (it.people) {
    TRY(certificate, keys::certificate_of(reader, name));
    TRY(pin, ask_unseen(fmt::format("PIN of the token of {}", name)));
    MUST(key_office::prove_person(certificate, *it.people, it.random, pin));
  } else if (people::asks_for_code(*who, people::Purpose::sign_in)) {
    MUST(shows_code(it, *who));
  }
  if (!may_accept(*who, it.key_office))
    return error(Fault::refused, Cause::permission_denied,
                 "Only managers, administrators and auditors – of the key office its managers and auditors – answer for the books. Nothing was changed. Call one of them.");
  return who->name;
}

/// A station of one person says so itself (docs/people.md): its books would never start again. In a key office there are two.
bool nobody_else(Stopped& it) {
  const auto utility = store::BooksReader(*it.connection).only<books::Utility>();
  return !it.key_office && utility && utility->one_person;
}

Result<store::Persons> two_persons(Stopped& it, const std::string& reason) {
  TRY(first, one_person(it, "first"));
  if (nobody_else(it)) return store::Persons{first, "", reason};
  TRY(second, one_person(it, "second"));
  if (first == second) return error(Fault::request, "same_person", "Two different persons accept groups together. Nothing was changed. Call the second one.");
  return store::Persons{first, second, reason};
}

void show(const store::UnsignedGroups& groups) {
  fmt::print(stderr, "Groups {} to {}, {} rows without the vault's signature:\n", groups.from, groups.to, groups.rows);
  for (const auto& name : groups.names) fmt::print(stderr, "  {}\n", name);
}

/// Everything beside what shall be accepted must be in order.
Result<void> hold_the_rest(Stopped& it, const std::filesystem::path& folder, const store::SignatureCheck& check, store::AnchorRange accepted) {
  std::error_code failed;
  const auto log = folder / store::anchor_log_file;
  TRY(report, store::verify(*it.connection, {.check = check, .anchor_log = std::filesystem::exists(log, failed) ? log : std::filesystem::path(), .as_if_accepted = accepted}));
  if (report.ok()) return Done{};
  const auto row = report.first->table + "/" + report.first->key;
  return error(Fault::forged, "books_not_in_order",
               fmt::format("Beside that, {} was {}: {}. Nothing was changed. These books cannot be accepted; restore the newest backup.", row,
                           word_of(report.first->what), report.first->why),
               {{"row", row}, {"what", std::string(word_of(report.first->what))}});
}

/// The witnesses that know more than these books, as the audit names them.
Result<std::string> who_knows_more(Stopped& it, const std::filesystem::path& folder, const std::vector<std::string>& places) {
  TRY(witnesses, store::witnesses_at(places));
  TRY(configuration, seal::read_vault_configuration(folder));
  witnesses.push_back(token_witness(it.vault.vault(), configuration));
  TRY(names, store::newer_witnesses(*it.connection, witnesses, it.check));
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  if (!out.empty()) fmt::print(stderr, "These books are older than what {} knows: sales may be missing.\n", out);
  return out;
}

/// What was said, as the audit's details.
std::string accept(Stopped& it, const store::Persons& by, bool replaced, bool unsigned_groups, const std::string& older_than, Result<void>& done) {
  const auto vault = [&](const store::Digest& digest) { return it.vault.vault().sign_root(digest); };
  if (replaced) {
    done = store::accept_all(*it.connection, vault, by, it.clock.now());
    return "all groups so far, signed by another vault";
  }
  if (!unsigned_groups && !older_than.empty()) return "books that are older than what is known by " + older_than;
  if (!unsigned_groups) return "the public key or the log of anchors was missing";
  auto accepted = store::accept_groups(*it.connection, it.check, vault, by, it.clock.now());
  if (!accepted) {
    done = std::move(accepted).error();
    return {};
  }
  return fmt::format("groups {} to {}, written while the vault was away", accepted->from, accepted->to);
}

/// From here on the start finds what it looks for; the books tell who said so.
Result<void> record(const std::filesystem::path& folder, seal::Vault& vault, const Clock& clock, const store::Persons& by, const char* action,
                    const std::string& what, const std::vector<std::string>& witnesses) {
  TRY(key, vault.root_public_key());
  MUST(store::add_public_key(folder / store::public_key_file, key));
  TRY(settings, settings_with_vault(folder, vault));
  settings.log_may_be_short = true;
  TRY(outside, store::witnesses_at(witnesses));
  settings.witnesses.insert(settings.witnesses.end(), outside.begin(), outside.end());
  TRY(books, store::Books::open(settings, clock));
  const auto details = fmt::format("{}", boost::json::serialize(boost::json::object{{"what", what}, {"second", by.second}, {"reason", by.reason}}));
  TRY(done, books->run({by.first, action, ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.append.emplace_back(
        books::Audit{.chain = "utility", .operator_name = by.first, .action = action, .details = details});
    return decision;
  }));
  static_cast<void>(done);
  return Done{};
}

Result<void> run_accept(const AcceptOptions& options) {
  keep_secrets_out_of_dumps();
  const auto& folder = options.books.folder;
  TRY(it, open_stopped(folder));
  TRY(newest, store::newest_anchor(*it->connection));
  const bool replaced = newest.signature && !it->check(newest.hash, *newest.signature);
  if (replaced && !it->file_check)
    return error(Fault::forged, "public_key_missing",
                 "The vault is another one, and the public key of the one that signed these books is not there: nobody can say whether they are right. "
                 "Nothing was changed. Put root_public_key.der back from a copy, or restore a backup.");
  const auto check = replaced ? it->file_check : it->check;
  TRY(groups, store::unsigned_groups(*it->connection, check));
  if (groups) show(*groups);
  TRY(older_than, who_knows_more(*it, folder, options.witnesses));
  store::Persons by;
  std::string what;
  if (options.put_back) {
    TRY(persons, two_persons(*it, options.reason));
    by = persons;
    TRY(gone, store::put_back(*it->connection, folder, check, it->clock.now()));
    what = fmt::format("before group {}; {} rows were taken out", gone.from, gone.rows);
  } else {
    MUST(hold_the_rest(*it, folder, check, groups && groups->by_process ? store::AnchorRange{groups->from, groups->to} : store::AnchorRange{}));
    TRY(persons, two_persons(*it, options.reason));
    by = persons;
    Result<void> done = Done{};
    what = accept(*it, by, replaced, groups.has_value(), older_than, done);
    MUST(std::move(done));
  }
  it->connection.reset();
  it->lock = {};
  MUST(record(folder, it->vault.vault(), it->clock, by, options.put_back ? "put_back" : "accept", what, options.witnesses));
  fmt::print("{} by {}{}: {}.\n", options.put_back ? "Put back" : "Accepted", by.first, by.second.empty() ? ", who is alone here" : " and " + by.second, what);
  return Done{};
}

}  // namespace

Verb accept_verb() {
  auto options = std::make_shared<AcceptOptions>();
  return {.name = "accept",
          .help = "Two persons say that books which do not start by themselves are right, or put them back",
          .options = {{"--put-back", &options->put_back, "Take the groups that no vault signed out of the books; a copy is kept beside them"},
                      {"--witness", &options->witnesses, "Witness that shall believe these books from now on; may be repeated"},
                      {"--reason", &options->reason, "Why, for the auditor"},
                      data_option(options->books)},
          .example = "kwota accept --data /var/lib/kwota --reason \"the token was at the repair shop\"",
          .run = run_with(options, run_accept)};
}

}  // namespace kwota::app
