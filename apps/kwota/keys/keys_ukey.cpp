// kwota keys ukey list|issue: the sticks of technicians at a terminal. Issuing takes two managers and the holder, who
// types his PIN twice, unseen; nobody else learns it.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "kwota/books/books_folder.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/terminal.h"
#include "store/draft/moment.h"
#include "work/key_office/ukeys.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct UkeyOptions {
  TwoManagers people;
  std::string holder, until;
  std::int64_t version = 0;
};

struct ListOptions {
  BooksFolder books{.folder = office_folder_default, .public_key = {}};
  bool json = false;
};

/// As the books know them; works beside a server.
Result<int> run_list(const ListOptions& options) {
  TRY(connection, open_to_read(options.books));
  const auto place = seal::ukeys_of(nullptr, options.books.folder);
  json::array rows;
  for (const auto& device : store::BooksReader(*connection).all<books::KeyDevice>()) {
    if (device.kind != books::KeyDeviceKind::key_ukey) continue;
    const bool plugged_in = seal::is_plugged_in(place, device.serial);
    rows.push_back(json::object{{"serial", device.serial},
                                {"kind", word_of(device.kind)},
                                {"holder", device.holder},
                                {"state", word_of(device.state)},
                                {"valid_to", device.valid_to},
                                {"key_version", device.key_version},
                                {"plugged_in", plugged_in}});
    if (!options.json)
      fmt::print("{:<14} {:<12} {:<8} {:<12} v{:<3} {:<10} {}\n", device.serial, word_of(device.kind), word_of(device.state),
                 plugged_in ? "plugged in" : "away", device.key_version, device.valid_to, device.holder);
  }
  if (options.json) std::cout << json::serialize(rows) << "\n";
  return 0;
}

Result<int> run_issue(const UkeyOptions& options) {
  TRY(desk, KeyDesk::open(options.people.data));
  key_office::UkeyRequest request{.holder = options.holder,
                             .valid_to = options.until,
                             .version = options.version,
                             .reason = options.people.reason};
  key_office::UkeyDesk sticks({.books = desk->books(), .room = desk->room(), .place = desk->ukeys(), .random = desk->random()});
  const auto work = [&](const people::Context& who, std::int64_t approval) -> Result<books::KeyDevice> {
    if (request.pin.size() == 0) {
      next_person(options.holder);
      TRY(chosen, ask_new_pin("your UKEY (8 digits)"));
      request.pin = std::move(chosen);
    }
    request.approval = approval;
    return sticks.issue(request, who);
  };
  TRY(issued, desk->with_second(options.people, work));
  fmt::print("{} {} is issued to {}.\n", word_of(issued.kind), issued.serial, issued.holder);
  return 0;
}

Verb list_verb() {
  auto options = std::make_shared<ListOptions>();
  return {.name = "list",
          .help = "UKEYs that were issued here, and which are plugged in",
          .options = {data_option(options->books), {"--json", &options->json, "As JSON"}},
          .example = "kwota keys ukey list --json",
          .run = run_with(options, run_list)};
}

Verb issue_verb() {
  auto options = std::make_shared<UkeyOptions>();
  const std::vector<Option> own{
      {"--holder", &options->holder, "Whose it is; he types his PIN", {.required = true}},
      {"--until", &options->until, "Its last day, YYYY-MM-DD"},
      {"--version", &options->version, "Of the keys; none: the one in use"}};
  return {.name = "issue",
          .help = "A new key UKEY, with the sets of keys of its meters",
          .options = together(two_managers(options->people), own),
          .example = "kwota keys ukey issue --holder \"Qian\" --until 2027-12-31 --manager keller --reason \"meters\"",
          .run = run_with(options, run_issue)};
}

}  // namespace

Verbs keys_ukey_verbs() {
  return {{.name = "ukey",
           .help = "UKEYs of technicians",
           .verbs = {list_verb(), issue_verb()}}};
}

}  // namespace kwota::app
