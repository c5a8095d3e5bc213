// kwota keys ukey list|issue|show|refill: the sticks of counters, technicians and districts at a terminal. Issuing and refilling
// take two managers; a PIN is asked unseen, and one that was made stands on the screen until somebody has read it.
// What is left on a user UKEY only the stick knows: show and refill read it there and write it into the books.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "base/decimal.h"
#include "kwota/books_folder.h"
#include "kwota/keys_desk.h"
#include "kwota/keys_verb.h"
#include "kwota/terminal.h"
#include "seal/keys/plugged_ukey.h"
#include "serve/key_room/ukeys.h"
#include "store/books_reader.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct UkeyOptions {
  TwoManagers people;
  std::string ukey, kind = "user", holder, amount = "0", until, master;
  std::int64_t count = 0, version = 0;
  bool json = false;
};

/// The desk at which UKEYs are handed out, over an open key office.
class Sticks {
 public:
  explicit Sticks(KeyDesk& desk) : desk_({desk.books(), desk.room(), desk.ukeys(), random_, clock_}) {}
  serve::UkeyDesk& operator*() { return desk_; }
  serve::UkeyDesk* operator->() { return &desk_; }

 private:
  SystemRandom random_;
  SystemClock clock_;
  serve::UkeyDesk desk_;
};

Result<int> minor_digits(KeyDesk& desk) {
  return desk.books().read([](const books::Reader& reader) -> Result<int> {
    const auto utility = reader.utility();
    return utility ? utility->minor_digits : 2;
  });
}

struct ListOptions {
  BooksFolder books{.folder = office_folder_default, .public_key = {}};
  bool json = false;
};

/// As the books know them; works beside a server.
Result<int> run_list(const ListOptions& options) {
  TRY(connection, open_to_read(options.books));
  const auto place = seal::ukeys_of(nullptr, options.books.folder);
  json::array rows;
  for (const auto& device : store::BooksReader(*connection).key_devices()) {
    if (!device.kind.ends_with("_ukey")) continue;
    const bool plugged_in = seal::is_plugged_in(place, device.serial);
    rows.push_back(json::object{{"serial", device.serial},
                                {"kind", device.kind},
                                {"holder", device.holder},
                                {"state", device.state},
                                {"valid_to", device.valid_to},
                                {"key_version", device.key_version},
                                {"plugged_in", plugged_in}});
    if (!options.json)
      fmt::print("{:<14} {:<12} {:<8} {:<12} v{:<3} {:<10} {}\n", device.serial, device.kind, device.state,
                 plugged_in ? "plugged in" : "away", device.key_version, device.valid_to, device.holder);
  }
  if (options.json) std::cout << json::serialize(rows) << "\n";
  return 0;
}

Result<serve::UkeyRequest> asked(const UkeyOptions& options, KeyDesk& desk) {
  serve::UkeyRequest request{.kind = options.kind == "master" ? seal::UkeyKind::master
                                     : options.kind == "key"  ? seal::UkeyKind::key
                                                              : seal::UkeyKind::user,
                             .holder = options.holder,
                             .count = options.count,
                             .valid_to = options.until,
                             .version = options.version,
                             .master = options.master,
                             .reason = options.people.reason};
  TRY(digits, minor_digits(desk));
  TRY(amount, parse_money(options.amount, digits));
  request.amount = amount;
  return request;
}

/// Read by whoever hands the stick over; then the screen forgets it.
Result<void> show_pin(const std::string& label, const SecretBytes& pin) {
  fmt::print(stderr, "PIN of {}, kept nowhere: ", label);
  std::fwrite(pin.view().data(), 1, pin.size(), stderr);
  MUST(ask("\nTell it to the holder alone, then press Enter"));
  clear_screen();
  return {};
}

Result<int> run_issue(const UkeyOptions& options) {
  TRY(desk, KeyDesk::open(options.people.data));
  TRY(request, asked(options, *desk));
  if (!request.master.empty()) {
    TRY(pin, ask_unseen(fmt::format("PIN of {}", request.master)));
    request.master_pin = std::move(pin);
  }
  Sticks sticks(*desk);
  TRY(issued, desk->with_second(options.people, [&, &request = request](const shift::Context& who, std::int64_t approval) {
    request.approval = approval;
    return sticks->issue(request, who);
  }));
  MUST(show_pin(issued.device.serial, issued.pin));
  fmt::print("{} {} is issued to {}.\n", issued.device.kind, issued.device.serial, issued.device.holder);
  return 0;
}

void print(const UkeyOptions& options, const serve::UkeyDesk::Told& told, int digits) {
  const auto left = format_money(told.state.amount_left, digits), sealed = format_money(told.device.used_amount, digits);
  if (options.json) {
    std::cout << json::serialize(json::object{{"serial", told.device.serial},
                                              {"holder", told.state.holder},
                                              {"amount_left", left},
                                              {"count_left", told.state.count_left},
                                              {"sealed", sealed},
                                              {"sales", told.device.used_count},
                                              {"valid_to", told.device.valid_to}})
              << "\n";
    return;
  }
  fmt::print("{} of {}: {} in {} sales are left until {}; it has sealed {} in {} sales.\n", told.device.serial, told.state.holder,
             left, told.state.count_left, told.device.valid_to, sealed, told.device.used_count);
}

/// The stick is read or filled while it is plugged in, with its PIN, asked once.
template <class Work>
Result<int> with_stick(const UkeyOptions& options, Work work) {
  TRY(desk, KeyDesk::open(options.people.data));
  TRY(plugged, seal::PluggedUkey::from(desk->ukeys(), options.ukey));
  TRY(digits, minor_digits(*desk));
  Sticks sticks(*desk);
  std::optional<SecretBytes> pin;
  TRY(told, desk->with_second(options.people,
                              [&, &label = plugged.label(), &digits = digits](
                                  const shift::Context& who, std::int64_t approval) -> Result<serve::UkeyDesk::Told> {
                                if (!pin) {
                                  TRY(typed, ask_unseen(fmt::format("PIN of {}", label)));
                                  pin = std::move(typed);
                                }
                                return work(*sticks, label, *pin, who, approval, digits);
                              }));
  print(options, told, digits);
  return 0;
}

Result<int> run_show(const UkeyOptions& options) {
  return with_stick(options, [](serve::UkeyDesk& sticks, const std::string& label, const SecretBytes& pin,
                                const shift::Context& who, std::int64_t, int) { return sticks.read(label, pin, who); });
}

Result<int> run_refill(const UkeyOptions& options) {
  return with_stick(
      options,
      [&](serve::UkeyDesk& sticks, const std::string& label, const SecretBytes& pin, const shift::Context& who,
          std::int64_t approval, int digits) -> Result<serve::UkeyDesk::Told> {
        TRY(amount, parse_money(options.amount, digits));
        return sticks.refill({label, amount, options.count, options.until, options.people.reason, approval}, pin, who);
      });
}

std::vector<Option> quota_options(UkeyOptions& options) {
  return {{"--amount", &options.amount, "Sum of credit that it may seal"},
          {"--count", &options.count, "Number of sales"},
          {"--until", &options.until, "Its last day, YYYY-MM-DD"}};
}

Verb list_verb() {
  auto options = std::make_shared<ListOptions>();
  return {.name = "list",
          .help = "UKEYs that were issued here, and which are plugged in",
          .options = {data_option(options->books), {"--json", &options->json, "As JSON"}},
          .run = run_with(options, run_list)};
}

Verb issue_verb() {
  auto options = std::make_shared<UkeyOptions>();
  const std::vector<Option> own{
      {"--kind", &options->kind, "user (a counter's), key (for meters), master", {.shows_default = true, .one_of = {"user", "key", "master"}}},
      {"--holder", &options->holder, "Whose it is", {.required = true}}};
  const std::vector<Option> keys{{"--version", &options->version, "Of the keys; none: the one in use"},
                                 {"--master", &options->master, "Label of the master UKEY that gives the keys"}};
  return {.name = "issue",
          .help = "A new UKEY, out of the office's vault or from a master UKEY",
          .options = together(together(together(two_managers(options->people), own), quota_options(*options)), keys),
          .example = "kwota keys ukey issue --kind key --holder \"Qian\" --until 2027-12-31 --manager keller --reason \"meters\"",
          .run = run_with(options, run_issue)};
}

/// Without the options of who asks.
Verb stick_verb(const char* name, const char* about, const std::shared_ptr<UkeyOptions>& options, const std::vector<Option>& who,
                Result<int> (*work)(const UkeyOptions&)) {
  return {.name = name,
          .help = about,
          .options = together(together({{"ukey", &options->ukey, "Its label, or its folder", {.required = true}}}, who),
                              {{"--json", &options->json, "As JSON"}}),
          .run = run_with(options, work)};
}

Verb ukey_show_verb() {
  auto options = std::make_shared<UkeyOptions>();
  return stick_verb("show", "What is left on a user UKEY: asked of itself, with its PIN", options,
                    {data_option(&options->people.data), {"--manager", &options->people.manager, "Key manager", {.required = true}}}, run_show);
}

Verb refill_verb() {
  auto options = std::make_shared<UkeyOptions>();
  return stick_verb("refill", "More for a user UKEY, and a new last day", options,
                    together(two_managers(options->people), quota_options(*options)), run_refill);
}

}  // namespace

Verbs keys_ukey_verbs() {
  return {{.name = "ukey",
           .help = "UKEYs of counters and technicians",
           .verbs = {list_verb(), issue_verb(), ukey_show_verb(), refill_verb()}}};
}

}  // namespace kwota::app
