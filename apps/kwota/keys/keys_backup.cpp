// kwota keys backup|restore: the key office in a file that k of n officers can open with their shares, and the way back.
#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "keys/journal/note.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/terminal.h"

namespace kwota::app {
namespace {

struct BackupOptions {
  TwoManagers people;
  std::vector<std::string> holders;
  unsigned needed = 2;
};

struct RestoreOptions {
  TwoManagers people;
  std::string file;
  std::vector<std::string> holders;
  bool older = false;
};

/// Each holder signs in and is shown his share; the screen is cleared behind him.
Result<void> show_shares(KeyDesk& desk, const std::vector<std::string>& holders) {
  for (const auto& name : holders) {
    next_person(name);
    TRY(who, desk.sign_in(name));
    TRY(share, desk.room().collect_share(who));
    fmt::print(stderr, "Your share of the backup key: ");
    std::fwrite(share.view().data(), 1, share.size(), stderr);
    MUST(ask("\nWrite it down, then press Enter"));
  }
  clear_screen();
  return {};
}

Result<void> share_out(KeyDesk& desk, const BackupOptions& options) {
  MUST(desk.with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return desk.room().make_backup_key({options.needed, options.holders, options.people.reason, approval}, who);
  }));
  MUST(show_shares(desk, options.holders));
  fmt::print("A backup key is made; {} of {} shares bring it back.\n", options.needed, options.holders.size());
  return {};
}

/// Before the first ceremony there is nothing to back up.
Result<int> run_backup(const BackupOptions& options) {
  TRY(desk, KeyDesk::open(options.people.data));
  if (!options.holders.empty()) MUST(share_out(*desk, options));
  TRY(keys, desk->room().office().vault().keys());
  const auto of_books = [](const seal::KeyDescription& each) { return each.key.purpose == seal::Purpose::root_signature; };
  if (std::ranges::all_of(keys, of_books) && !options.holders.empty()) return 0;
  TRY(backup, desk->with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return desk->room().back_up(options.people.reason, approval, who);
  }));
  fmt::print("{} keys in {}.\n", backup.keys, backup.file);
  return 0;
}

/// A mistyped share is asked again; nothing was kept of it.
Result<void> one_share(KeyDesk& desk, const std::string& name) {
  next_person(name);
  TRY(who, desk.sign_in(name));
  for (;;) {
    TRY(text, ask_unseen(fmt::format("Share of {}", name)));
    const auto given = desk.room().give_share(text.view(), who);
    if (given) {
      fmt::print(stderr, "{} of {} shares.\n", given->given, given->needed);
      return {};
    }
    if (cause_of(given.error()) != Cause::bad_share) return given.error();
    fmt::print(stderr, "{} Type it again.\n", given.error().what);
  }
}

Result<int> run_restore(const RestoreOptions& options) {
  TRY(desk, KeyDesk::open(options.people.data));
  MUST(desk->room().backup_file(options.file));
  for (const auto& name : options.holders) MUST(one_share(*desk, name));
  TRY(restored, desk->with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return desk->room().restore({options.file, options.people.reason, options.older, approval}, who);
  }));
  bool all = true;
  for (const auto& one : restored.keys) {
    fmt::print("{:<22} v{:<3} {} {}\n", seal::name_of(one.key.key.purpose), one.key.key.version,
               keys::text_of(one.key.check_value), one.agrees ? "as in the books" : "DIFFERS FROM THE BOOKS");
    all = all && one.agrees;
  }
  for (const auto& row : restored.destroyed)
    fmt::print("{:<22} v{:<3} {} was destroyed, and stays so\n", row.purpose, row.version, row.check_value);
  fmt::print("{} keys are back.\n", restored.keys.size());
  return all ? 0 : 1;
}

}  // namespace

Verbs keys_backup_verbs() {
  auto backup = std::make_shared<BackupOptions>();
  auto restore = std::make_shared<RestoreOptions>();
  return {{.name = "backup",
           .help = "Back up the key office; with --holders under a new backup key",
           .options = together(two_managers(backup->people),
                               {{"--holders", &backup->holders, "Officers who get a share of a new backup key", {.separator = ','}},
                                {"--needed", &backup->needed, "So many shares bring it back", {.shows_default = true}}}),
           .example = "kwota keys backup --manager keller --holders sun,clark,gao --needed 2 --reason \"before the first ceremony\"",
           .run = run_with(backup, run_backup)},
          {.name = "restore",
           .help = "Bring the keys of a backup into an empty vault",
           .options = together(two_managers(restore->people),
                               {{"--older", &restore->older, "It is not the newest backup, and that is meant"},
                                {"file", &restore->file, "Name of the backup in key_backups of the data folder", {.required = true}},
                                {"--holders", &restore->holders, "Officers who type their shares", {.required = true, .separator = ','}}}),
           .example = "kwota keys restore BACKUP --holders sun,clark --manager keller --reason \"the token is lost\"",
           .run = run_with(restore, run_restore)}};
}

}  // namespace kwota::app
