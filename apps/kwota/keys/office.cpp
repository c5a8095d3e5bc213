// kwota office: the key office – a program of its own beside the server that sells, with a folder, books, people, a token and an
// address of its own. It forms keys and hands them to the counters as closed blocks and signed messages; it sells nothing.
#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/secret_memory.h"
#include "carry/cards/all.h"
#include "kwota/books/books_folder.h"
#include "kwota/input.h"
#include "kwota/keys/office_folder.h"
#include "kwota/new_utility.h"
#include "kwota/server/demo.h"
#include "kwota/server/end_signals.h"
#include "kwota/verb.h"
#include "schemes/all.h"
#include "serve/desk/card_desk.h"
#include "serve/server/server.h"
#include "store/folder_nature.h"
#include "store/lists/query.h"
#include "work/key_office/ukeys.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

struct OfficeOptions {
  fs::path data = office_folder_default;
  fs::path console = KWOTA_CONSOLE_FOLDER;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8081;
  std::string counters = "http://127.0.0.1:8080";  ///< where they listen
  fs::path counters_key;                           ///< their public key, at installation
  bool prepare = false, demo = false;
  NewUtility utility;
};

/// Tells the counters what waits for them, as soon as they are there.
class Courier {
 public:
  explicit Courier(office_link::CountersLink& link) : thread_([this, &link] { run(link); }) {}
  ~Courier() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  static constexpr std::chrono::seconds pause{3};  // [K]
  void run(office_link::CountersLink& link) {
    for (;;) {
      static_cast<void>(link.publish());  // away: they are asked again
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, pause, [&] { return ending_; })) return;
    }
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false;
  std::thread thread_;
};

/// Of the sample utility where its people are asked for.
Result<books::Utility> utility_of(const OfficeOptions& options) {
  TRY(utility, row_of(options.utility));
  if (options.demo) utility.name = sample_utility_name, utility.nature = books::Nature::sample;
  return utility;
}

/// The utility's row: the county decides the tree, the zone what a day is. Once.
Result<void> first_start(store::Books& books, const books::Utility& utility) {
  const auto done = books.run({"first start", "first_start", ""}, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    if (const auto kept = reader.only<books::Utility>()) {
      MUST(check_same(utility, *kept));
      return books::Decision<Done>{};
    }
    return books::Decision<Done>{{{utility}, {}}, Done{}};
  });
  if (!done) return done.error();
  return {};
}

Error office_is_real(const fs::path& folder) {
  return error(Fault::refused, "books_are_real",
               fmt::format("The key office in {} is a real one: no sample people are put into it. Nothing was changed. Start without --demo, "
                           "or name an empty folder with --data.",
                           folder.string()),
               {{"folder", folder.string()}});
}

Result<void> know_counters(OfficeFolder& office, const OfficeOptions& options) {
  TRY(key, input_if_named(options.counters_key));
  if (!key) return {};
  return office.link().confirm_at_installation(options.counters, view_of(*key));
}

void print_welcome(const OfficeOptions& options, OfficeFolder& office, std::uint16_t port) {
  fmt::print("\nThe key office is on http://{}:{}\n", options.address, port);
  const auto key = office.store().vault().root_public_key();
  fmt::print("Fingerprint of this office: {}\n", key ? office_link::fingerprint(to_hex(*key)) : "none");
  if (const auto counters = office.link().partner())
    fmt::print("Fingerprint of its counters: {} at {}\n", office_link::fingerprint(counters->public_key), counters->address);
  fmt::print("\n");
  std::fflush(stdout);
}

/// Nobody administers a key office: whom its installation did not name never comes in.
Result<void> has_people(store::Books& books, const fs::path& folder) {
  TRY(some, books.query([](store::Moment& connection) -> Result<bool> {
    TRY(page, store::list(connection, {.view = "operators", .page_size = 1}));
    return !page.rows.empty();
  }));
  if (some) return {};
  return error(Fault::refused, "key_people_missing",
               fmt::format("The key office in {0} has no people yet: nothing was started. Name them, all together: kwota keys install --data {0}.",
                           folder.string()),
               {{"folder", folder.string()}});
}

Result<int> serve_office(OfficeFolder& office, const OfficeOptions& options, const EndSignals& signals) {
  auto& books = office.books();
  SystemRandom random;
  SystemClock real;
  serve::Sessions sessions(real, random);
  serve::Events events;
  serve::CardDesk desk(books, office.store().vault(), schemes::table(), cards::all(), random, office.clock(), events);
  serve::Workers workers(2);
  key_office::UkeyDesk ukeys({.books = books, .room = office.room(), .place = office.ukeys(), .random = random});
  office_link::RelayedMeters meters(office.link(), books, options.data / "factories");
  TRY(nature, office.nature());
  serve::ServerParts parts{.books = books, .vault = office.store().vault(), .schemes = schemes::table(), .clock = office.clock(), .machine = real, .random = random, .sessions = sessions,
                     .events = events, .workers = workers, .desk = desk, .check = office.check(), .data = options.data, .version = KWOTA_VERSION, .nature = nature,
                     .keys = &office.room(), .ukeys = &ukeys, .people = &office.people(), .meters = &meters, .link = &office.link()};
  TRY(server, serve::Server::open(parts, {.address = options.address, .port = options.port, .console = options.console, .key_office = true}));
  print_welcome(options, office, server->port());
  const Courier courier(office.link());
  signals.run(*server);
  serve::finish(parts);
  return 0;
}

/// What stands in books and token before people come, whatever the machine's clock says.
Result<void> get_ready(const OfficeOptions& options, const books::Utility& utility, const seal::PinSource& pin) {
  TRY(office, OfficeFolder::open(options.data, pin));
  MUST(first_start(office->books(), utility));
  SystemRandom random;
  if (options.demo) MUST(fill_office_demo(office->books(), office->person_tokens(), random));
  MUST(know_counters(*office, options));
  if (!options.prepare) return has_people(office->books(), options.data);
  const auto key = office->store().vault().root_public_key();
  fmt::print("The key office in {} is ready. Fingerprint: {}\n", options.data.string(), key ? office_link::fingerprint(to_hex(*key)) : "none");
  return {};
}

Result<int> run_office(const OfficeOptions& options) {
  const EndSignals signals;
  lock_office_memory();
  TRY(known, store::nature_of_folder(options.data));
  if (known == books::Nature::real && options.demo) return office_is_real(options.data);
  // What was named and cannot be used is said before a folder or a token is made.
  TRY(utility, utility_of(options));
  MUST(input_if_named(options.counters_key));
  MUST(make_office_folder(options.data));
  TRY(pin, typed_pin(options.data));
  MUST(get_ready(options, utility, pin));
  if (options.prepare) return 0;
  TRY(nature, store::nature_of_folder(options.data));
  TRY(office, OfficeFolder::open(options.data, pin, nature == books::Nature::real));
  return serve_office(*office, options, signals);
}

}  // namespace

Verb office_verb() {
  auto options = std::make_shared<OfficeOptions>();
  return {
      .name = "office",
      .help = "The key office: forms keys and hands them to the counters; sells nothing",
      .options = together({{"--data", &options->data, "Folder of its own books and token; made at the first start", {.shows_default = true}},
                          {"--address", &options->address, "Address to listen on", {.shows_default = true}},
                          {"--port", &options->port, "Port; 0 takes a free one", {.shows_default = true}},
                          {"--console", &options->console, "Folder of the built console"},
                          {"--counters", &options->counters, "Installation: where the server that sells listens", {.shows_default = true}},
                          {"--counters-key", &options->counters_key, "Installation: file of its public key (root_public_key.der in its folder)"},
                          {"--prepare", &options->prepare, "Make folder, token and books, and end: the counters need the office's public key first"},
                          {"--demo", &options->demo, "Fill an empty folder with the people of the sample utility"}},
                          options_of(options->utility)),
      .example = "kwota office --data data-key-office --counters http://127.0.0.1:8080 --counters-key data/root_public_key.der",
      .run = run_with(options, run_office)};
}

}  // namespace kwota::app
