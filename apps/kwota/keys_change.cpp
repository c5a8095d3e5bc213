// kwota keys void|backup|restore|campaign: what two people do with keys at a terminal while no server runs on the folder.
#include <fmt/format.h>

#include "keys/campaign/campaign.h"
#include "keys/journal/note.h"
#include "kwota/keys_desk.h"
#include "kwota/keys_verb.h"

namespace kwota::app {
namespace {

struct ChangeOptions {
  std::string data = "data", manager, second, reason;
  std::string serial, file, until;
  std::vector<std::string> holders;
  unsigned needed = 2;
  std::int64_t version = 0;
};

Result<int> run_void(const ChangeOptions& options) {
  TRY(desk, KeyDesk::open(options.data));
  TRY(lost, desk->with_second(options.manager, options.second, [&](const shift::Context& who, std::int64_t approval) {
    return desk->room().void_device({options.serial, options.reason, approval}, who);
  }));
  for (const auto& device : lost) fmt::print("{} {} is void.\n", device.kind, device.serial);
  return 0;
}

/// Each holder signs in and is shown his share; the screen is cleared behind him.
Result<void> show_shares(KeyDesk& desk, const std::vector<std::string>& holders) {
  for (const auto& name : holders) {
    fmt::print(stderr, "\033[2J\033[H{}, please. The others look away.\n", name);
    TRY(who, desk.sign_in(name));
    TRY(share, desk.room().collect_share(who));
    std::fwrite(share.view().data(), 1, share.size(), stderr);
    ask("\nWrite it down, then Enter");
  }
  fmt::print(stderr, "\033[2J\033[H");
  return {};
}

Result<int> run_backup(const ChangeOptions& options) {
  TRY(desk, KeyDesk::open(options.data));
  if (!options.holders.empty()) {
    MUST(desk->with_second(options.manager, options.second, [&](const shift::Context& who, std::int64_t approval) {
      return desk->room().make_backup_key({options.needed, options.holders, options.reason, approval}, who);
    }));
    MUST(show_shares(*desk, options.holders));
  }
  TRY(backup, desk->with_second(options.manager, options.second, [&](const shift::Context& who, std::int64_t approval) {
    return desk->room().back_up(options.reason, approval, who);
  }));
  fmt::print("{} keys in {}.\n", backup.keys, backup.file);
  return 0;
}

Result<int> run_restore(const ChangeOptions& options) {
  TRY(desk, KeyDesk::open(options.data));
  for (const auto& name : options.holders) {
    TRY(who, desk->sign_in(name));
    const auto text = ask_unseen(fmt::format("Share of {}", name));
    MUST(desk->room().give_share(text.view(), who));
  }
  TRY(restored, desk->with_second(options.manager, options.second, [&](const shift::Context& who, std::int64_t approval) {
    return desk->room().restore(options.file, options.reason, approval, who);
  }));
  bool all = true;
  for (const auto& one : restored) {
    fmt::print("{} version {}: {} {}\n", seal::name_of(one.key.key.purpose), one.key.key.version,
               keys::text_of(one.key.check_value), one.agrees ? "as in the books" : "DIFFERS FROM THE BOOKS");
    all = all && one.agrees;
  }
  return all ? 0 : 1;
}

Result<int> run_campaign(const ChangeOptions& options) {
  TRY(desk, KeyDesk::open(options.data));
  TRY(made, desk->with_second(options.manager, options.second, [&](const shift::Context& who, std::int64_t approval) {
    return desk->books().run({who.who.name, "key_campaign", ""}, [&](const books::Reader& reader) {
      return keys::start_campaign(reader, {options.version, options.until, options.reason, approval}, who);
    });
  }));
  fmt::print("Key change {} to version {} has begun; the old keys are refused after {}.\n", made.number, made.to_version,
             made.refuse_after);
  return 0;
}

using Change = Result<int> (*)(const ChangeOptions&);

CLI::App* add_change(CLI::App& keys, Run& run, const std::shared_ptr<ChangeOptions>& options, const char* name, const char* what,
                     Change change) {
  auto* verb = keys.add_subcommand(name, what);
  verb->add_option("--data", options->data, "Folder of the books")->envname("KWOTA_DATA")->capture_default_str();
  verb->add_option("--manager", options->manager, "Key manager")->required();
  verb->add_option("--second", options->second, "The other key manager; asked when it is not named");
  verb->add_option("--reason", options->reason, "For the key journal")->required();
  verb->callback([&run, options, change] {
    run = [options, change] {
      const auto status = change(*options);
      return status.ok() ? *status : refuse(status.error());
    };
  });
  return verb;
}

}  // namespace

void add_keys_change(CLI::App& keys, Run& run) {
  const auto own = [] { return std::make_shared<ChangeOptions>(); };
  auto options = own();
  auto* lost = add_change(keys, run, options, "void", "Declare a card, PSAM or UKEY lost; its pair is void with it", run_void);
  lost->add_option("serial", options->serial, "Serial number")->required();

  options = own();
  auto* backup =
      add_change(keys, run, options, "backup", "Back up the key office; with --holders under a new backup key", run_backup);
  backup->add_option("--holders", options->holders, "Officers who get a share of a new backup key")->delimiter(',');
  backup->add_option("--needed", options->needed, "So many shares bring it back")->capture_default_str();

  options = own();
  auto* restore = add_change(keys, run, options, "restore", "Bring the keys of a backup into an empty vault", run_restore);
  restore->add_option("file", options->file, "Name of the backup")->required();
  restore->add_option("--holders", options->holders, "Officers who type their shares")->required()->delimiter(',');

  options = own();
  auto* campaign = add_change(keys, run, options, "campaign", "Begin to change the keys in the field", run_campaign);
  campaign->add_option("version", options->version, "The new version")->required();
  campaign->add_option("--until", options->until, "Last day of the old version, YYYY-MM-DD")->required();
}

}  // namespace kwota::app
