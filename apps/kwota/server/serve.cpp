// kwota serve: the composition root of the standalone edition – books, vault, readers, console in one process; with --bench
// also cards, readers and meters that are simulated and say so.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>

#include "base/key_file.h"
#include "base/secret_memory.h"
#include "carry/cards/all.h"
#include "carry/lines/all.h"
#include "carry/wire/lines.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/house_books.h"
#include "kwota/input.h"
#include "kwota/keys/office_folder.h"
#include "kwota/new_utility.h"
#include "kwota/server/begin_again.h"
#include "kwota/server/demo.h"
#include "kwota/server/end_signals.h"
#include "kwota/server/welcome.h"
#include "kwota/verb.h"
#include "models/all.h"
#include "people/leaving.h"
#include "schemes/all.h"
#include "seal/vaults/vaults.h"
#include "serve/api/edition.h"
#include "serve/desk/card_desk.h"
#include "serve/desk/remote_work.h"
#include "serve/desk/shown.h"
#include "serve/jobs/house_plan.h"
#include "serve/jobs/job_view.h"
#include "serve/jobs/kinds.h"
#include "serve/jobs/watch.h"
#include "serve/letters/people.h"
#include "serve/server/first_start.h"
#include "serve/server/server.h"
#include "sim/bench/bench_links.h"
#include "sim/bench/bench_routes.h"
#include "store/folder_nature.h"
#include "store/restoration.h"
#include "store/witness/witness_kinds.h"
#include "work/counter_vault/counter_vault.h"
#include "work/head_end/service.h"
#include "work/jobs/jobs.h"
#include "work/key_office/meters_on_lines.h"
#include "work/letters/outbox.h"
#include "work/office_link/door.h"
#include "work/printers/printers.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

/// Of --lines: nobody dials in.
constexpr std::string_view nowhere = "none";
/// Of --demo.
constexpr auto demo_year = "year", demo_registers = "registers";

struct ServeOptions {
  fs::path data = "data";
  fs::path console = KWOTA_CONSOLE_FOLDER;
  fs::path demo_folder = KWOTA_DEMO_FOLDER;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  bool bench = false;
  std::string demo;  ///< the sample utility: with a year behind it, or its registers alone; empty: none
  books::Nature nature = books::Nature::real;  ///< of the books in `data`, decided before anything is opened
  NewUtility utility;
  std::vector<std::string> proxies, hosts;
  bool one_person = false;            ///< nobody else is there to be the second pair of eyes
  std::vector<std::string> witnesses; ///< places outside of the folder
  std::vector<std::string> line_targets;  ///< where lines to meters may be opened to
  std::vector<std::string> printer_targets;  ///< where printers of the tills may be opened
  fs::path key_office;                ///< its public key, at installation
  std::string lines;                  ///< where concentrators and modules dial in; empty: nowhere
  fs::path mail_password;             ///< of the mail relay, a file; empty: mail_password in `data`
  fs::path message_gateway;           ///< key by which short messages are signed, a file; empty: message.key in `data`, made at the first start
  fs::path letter_authorities;        ///< certificates of who vouches for relay and gateway; empty: the system's
};

/// Where letters find what they tell nobody.
letters::Outbox::Parts outbox_parts(const ServeOptions& options, serve::ServerParts& parts) {
  letters::Outbox::Parts out{.books = parts.books, .clock = parts.clock,
                             .password_file = options.mail_password.empty() ? options.data / "mail_password" : options.mail_password,
                             .key_file = options.message_gateway.empty() ? options.data / "message.key" : options.message_gateway,
                             .content = [&parts](const books::Letter& letter) { return serve::content_of(parts, letter); }};
  out.told = [&events = parts.events](const books::Letter& letter) {
    events.publish("letter", boost::json::object{{"number", letter.number}, {"state", word_of(letter.state)}}, {.station = letter.station, .till = {}, .permission = "letters_read"});
  };
  return out;
}

/// What the office can register at once; it adds its own.
std::vector<books::Code> model_codes() {
  std::vector<books::Code> rows;
  for (const auto* model : models::all()) {
    books::Code row;
    row.kind = books::CodeKind::model;
    row.code = model->name;
    row.name_zh = model->words.zh;
    row.name_en = model->words.en;
    row.name_ru = model->words.ru;
    row.value = std::to_string(model->rates);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The sample utility's own name, and its first station instead of an empty one.
void name_sample_utility(serve::FirstStart& first) {
  first.utility.name = sample_utility_name;
  first.station = "E01";
  first.station_name = "城关供电站";
  first.receipt_prefix = "R1";
}

/// Everything that lives as long as the server, in the order in which it is made; taken down in reverse.
struct Running {
  SystemClock real;
  SystemRandom random;
  std::unique_ptr<sim::BenchClock> bench_clock;
  std::unique_ptr<sim::Bench> bench;
  seal::Vaults vaults;
  std::unique_ptr<store::Books> books;
  std::unique_ptr<counter_vault::CounterVault> counter;
  std::unique_ptr<sim::BenchLinks> bench_links;
  std::unique_ptr<serve::Sessions> sessions;
  serve::Events events;
  std::unique_ptr<serve::CardDesk> desk;
  std::unique_ptr<serve::Workers> workers;
  std::unique_ptr<wire::Lines> lines;
  std::unique_ptr<head_end::Service> head_end;
  std::unique_ptr<key_office::MetersOnLines> meters;
  std::unique_ptr<office_link::OfficeDoor> office;
  std::unique_ptr<printers::Printers> printers;

  store::SignatureCheck check;  ///< of the vault's key
  std::optional<store::Performed> restored;  ///< what two persons ordered before this start
  wire::LineTargets line_targets;
  std::string lines_at;         ///< where they listen

  ~Running() { leave_meters(); }
  /// What was being said to meters is settled at the next start. Who dials in meanwhile finds nobody to wake.
  void leave_meters() {
    if (head_end) head_end->stop();
    lines.reset();
    head_end.reset();
  }

  const Clock& clock() const { return bench_clock ? static_cast<const Clock&>(*bench_clock) : real; }
};

/// The office whose public key the installer names: at the first start, once.
Result<void> know_office(office_link::OfficeDoor& door, const std::optional<std::string>& key) {
  if (!key) return {};
  return door.confirm_at_installation(view_of(*key));
}

/// A meter's line for the key office; nothing: it is on none, and keys come another way.
Result<std::optional<key_office::MetersOnLines::Line>> line_of(Running& it, MeterNumber meter) {
  using Known = std::pair<std::optional<books::MeterLink>, std::optional<books::Meter>>;
  TRY(known, it.books->read([&](const books::Reader& reader) -> Result<Known> { return Known{reader.find<books::MeterLink>(meter), reader.find<books::Meter>(meter)}; }));
  const auto& [link, row] = known;
  if (!link || link->state != books::LinkStatus::active) return std::optional<key_office::MetersOnLines::Line>{};
  TRY(driver, lines::driver_of(link->protocol, row ? row->model : std::string{}));
  TRY(line, it.head_end->borrow(*link));
  return std::optional{key_office::MetersOnLines::Line{std::move(line), driver}};
}

/// Meters of the bench listen on this machine.
std::vector<std::string> targets_of(const ServeOptions& options, bool bench) {
  auto targets = options.line_targets;
  if (bench) targets.emplace_back("tcp://127.0.0.0/8");
  return targets;
}

/// Of sample books, also without their bench; real ones have none. A bench is only ever opened on samples.
Result<std::optional<seal::SampleKeys>> sample_keys_of(const ServeOptions& options, Random& random) {
  if (options.nature != books::Nature::sample) return std::optional<seal::SampleKeys>{};
  TRY(keys, seal::SampleKeys::open(options.data, random));
  return std::optional{std::move(keys)};
}

/// The books, after what two persons ordered to be put in their place; with whoever is told how far they are.
Result<void> open_books(Running& it, const ServeOptions& options, bool bench) {
  TRY(settings, settings_with_vault(options.data, *it.vaults.sealing));
  settings.beat = Duration::hours(1);
  TRY(outside, store::witnesses_at(options.witnesses));
  settings.witnesses.insert(settings.witnesses.end(), outside.begin(), outside.end());
  settings.synchronised = store::clock_is_synchronised;
  if (!bench) settings.steady = store::steady_clock_of_machine();  // time on the bench is moved on purpose
  it.check = settings.check;
  TRY(restored, store::perform(settings, it.clock()));
  it.restored = std::move(restored);
  TRY(books, store::Books::open(settings, it.clock()));
  it.books = std::move(books);
  return {};
}

/// Its cards, readers and meters, with the keys of the folder's samples.
Result<void> open_bench(Running& it, const ServeOptions& options, const seal::SampleKeys& sample) {
  TRY(zone, Zone::find(options.utility.zone));
  TRY(opened, sim::Bench::open({.folder = options.data / "bench", .zone = zone, .county_keys = esam::county_keys(sample.roots()), .roots = sample.roots()}, *it.bench_clock, it.random));
  it.bench = std::move(opened);
  it.bench_links = std::make_unique<sim::BenchLinks>(*it.bench);
  // Where another program finds the bench's readers: the key office's desk stands beside this one.
  if (const char* service = std::getenv("PCSCLITE_CSOCK_NAME"); service != nullptr)  // NOLINT: set by the bench, before threads
    std::ofstream(options.data / "bench" / "card_service") << service << "\n";
  return {};
}

/// Who signs in, what is sealed with, where cards lie, who works beside the network.
void open_counter(Running& it, const ServeOptions& options, const seal::CounterConfiguration& sealed_with) {
  it.sessions = std::make_unique<serve::Sessions>(it.real, it.random);
  it.counter = counter_vault::CounterVault::open({sealed_with, options.data, it.vaults, *it.books, it.clock()});
  it.desk = std::make_unique<serve::CardDesk>(*it.books, it.counter->vault(), schemes::table(), cards::all(), it.random, it.clock(), it.events,
                                              it.counter->own_readers());
  it.workers = std::make_unique<serve::Workers>(2);
}

/// Lines to meters, and who speaks on them: the head-end, and the key office through it.
Result<void> open_lines(Running& it, const ServeOptions& options, bool bench) {
  TRY(targets, wire::LineTargets::parse(targets_of(options, bench)));
  it.line_targets = targets;
  it.lines = std::make_unique<wire::Lines>(wire::Lines::Settings{.may_open = [targets](const std::string& link) { return targets.check(link); }});
  head_end::HeadEnd::Parts office{.books = *it.books, .vault = it.counter->vault(), .schemes = schemes::table(), .clock = it.clock(), .random = it.random, .open = head_end::real_lines(*it.lines),
                                 .moved = [&it](const books::MeterCommand& command) { it.events.publish("command", serve::command_json(command), serve::about_meter(*it.books, command.meter)); }};
  it.head_end = std::make_unique<head_end::Service>(std::move(office), head_end::Service::Settings{});
  it.meters = std::make_unique<key_office::MetersOnLines>(
      [&it](MeterNumber meter) { return line_of(it, meter); }, it.bench_links.get(), options.data / "factories");
  return {};
}

/// By which the key office comes to these counters.
void open_office_door(Running& it) {
  it.office = std::make_unique<office_link::OfficeDoor>(office_link::OfficeDoor::Parts{
      .books = *it.books,
      .vault = *it.vaults.sealing,
      .token = *it.vaults.sealing_store,
      .clock = it.clock(),
      .machine = it.real,
      .meters = it.meters.get(),
      .card = [&counter = *it.counter](const CardSerial& card, const iso7816::Command& command) { return counter.carry(card, command); },
      .between_cards = [&desk = *it.desk](const std::function<void()>& work) { desk.between_cards(work); },
      .published = [&events = it.events] {
        events.publish("keys", boost::json::object{{"what", "/office-link"}});
        events.publish("vault", boost::json::object{});  // tills may sell under other keys from now on, and say so
      }});
}

/// From now on concentrators and modules may dial in.
Result<void> listen_for_meters(Running& it, const ServeOptions& options) {
  // A meter that has just dialled in may be one that something waits for.
  it.lines->when_present([&line = *it.head_end](const std::string&) { line.wake(); });
  if (options.lines.empty() || options.lines == nowhere) return {};
  TRY(where, it.lines->listen(options.lines));
  it.lines_at = where;
  return {};
}

/// Written as the places of meters are, and refused in words of its own.
Result<wire::LineTargets> printer_places(const std::vector<std::string>& named) {
  auto places = wire::LineTargets::parse(named);
  if (places) return places;
  const auto& details = places.error().details;
  return error(Fault::request, "bad_printer_target",
               fmt::format("“{}” names no place where slip printers may be: give serial:///dev/usb/lp*, tcp://10.0.0.0/24 or tcp://10.0.0.7:9100. Nothing was started.",
                           details.at("target")),
               details);
}

Result<void> start(Running& it, const ServeOptions& options, bool bench) {
  if (bench) it.bench_clock = std::make_unique<sim::BenchClock>(it.real, sim::saved_offset(options.data / "bench"));
  TRY(configuration, seal::read_vault_configuration(options.data));
  TRY(sample, sample_keys_of(options, it.random));
  TRY(vaults, seal::open_vaults(options.data, configuration, it.random, sample));
  it.vaults = std::move(vaults);
  MUST(open_books(it, options, bench));
  if (bench) MUST(open_bench(it, options, *sample));
  open_counter(it, options, configuration.counter);
  MUST(open_lines(it, options, bench));
  open_office_door(it);
  TRY(places, printer_places(options.printer_targets));
  it.printers = std::make_unique<printers::Printers>(places);
  return listen_for_meters(it, options);
}

/// The sample utility with its history, where the folder is empty: the administrator's one-time password.
Result<std::optional<std::string>> with_a_year(Running& it, const ServeOptions& options, const serve::FirstStart& first) {
  if (options.demo != demo_year) return std::optional<std::string>{};
  return begin_with_a_year({options.data, options.demo_folder, first, it.real.now()}, it.random);
}

/// What became of the older copy that two persons put in place of the books; what was not done stands in the books that stayed.
void tell_of_restore(Running& it) {
  if (!it.restored) return;
  const auto& row = it.restored->done;
  if (!it.restored->refused) return fmt::print("Restored {}, as {} and {} agreed; the former books are in {}.\n", row.copy, row.first, row.second, row.kept);
  fmt::print("{} was not restored: {}\n", row.copy, it.restored->refused->what);
  const std::string who = row.first.empty() ? "kwota" : row.first;  // broken off before there was an order
  static_cast<void>(it.books->run({who, "restore", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return people::restore_failed(row.copy, *it.restored->refused, who); }));
}

/// Not the key office's; its owner's alone; and no copy lies half in place there.
Result<void> prepare_folder(const fs::path& data) {
  if (is_office_folder(data))
    return error(Fault::request, "folder_of_key_office",
                 fmt::format("A key office lives in {}: nothing is sold from there. Name another folder with --data.", data.string()),
                 {{"folder", data.string()}});
  std::error_code failed;
  fs::create_directories(data, failed);
  if (!fs::is_directory(data, failed)) return error(Fault::request, "folder_unwritable", fmt::format("Nothing can be written in {}.", data.string()), {{"folder", data.string()}});
  fs::permissions(data, fs::perms::owner_all, failed);  // books and secrets are their owner's
  return store::complete_restore(data);
}

/// A later start names the same utility as the first one, or none.
Result<void> check_same_utility(store::Books& books, const books::Utility& asked) {
  return books.read([&](const books::Reader& reader) -> Result<void> {
    const auto kept = reader.only<books::Utility>();
    return kept ? check_same(asked, *kept) : Result<void>{};
  });
}

/// All that runs, and what the first start writes into the books: the administrator's one-time password, when it was the first.
Result<std::optional<std::string>> start_with_first_rows(Running& it, const ServeOptions& options, books::Utility utility, bool bench) {
  const bool demo = !options.demo.empty();
  utility.nature = options.nature;
  utility.one_person = options.one_person;
  serve::FirstStart first{.utility = std::move(utility), .models = model_codes()};
  if (demo) name_sample_utility(first);
  TRY(of_the_year, with_a_year(it, options, first));
  MUST(start(it, options, bench));
  MUST(check_same_utility(*it.books, first.utility));
  TRY(of_the_start, serve::first_start(*it.books, it.random, first));
  if (demo) {
    MUST(fill_demo(*it.books, options.demo_folder, options.data, it.clock(), it.random));
    MUST(of_the_year ? hang_one_of_each({*it.books, it.counter->vault(), *it.bench, it.clock(), it.random}) : Result<void>{});
    MUST(hang_demo(*it.books, options.demo_folder, *it.bench));
  }
  return of_the_year ? of_the_year : of_the_start;
}

/// What the doors are handed of all that runs.
serve::ServerParts parts_of(Running& it, const ServeOptions& options, bool bench) {
  return {.books = *it.books, .vault = it.counter->vault(), .schemes = schemes::table(), .clock = it.clock(), .machine = it.real, .random = it.random, .sessions = *it.sessions, .events = it.events,
          .workers = *it.workers, .desk = *it.desk, .check = it.check, .data = options.data, .version = KWOTA_VERSION, .nature = options.nature, .bench = bench,
          .counter = it.counter.get(), .queue_changed = [&line = *it.head_end] { line.wake(); }, .devices = lines::known_devices(), .line_targets = it.line_targets, .printers = it.printers.get(), .office = it.office.get()};
}

/// Whoever waits for a job hears that it moved.
jobs::Jobs::Parts job_parts(Running& it, const ServeOptions& options, serve::ServerParts& parts) {
  return {.books = *it.books, .clock = it.clock(), .random = it.random, .folder = options.data / "jobs",
          .told = [&it, &parts](const books::Job& job) {
            serve::tell_of_job(it.events, job);
            serve::tell(parts, serve::happened_with(job));
          }};
}

/// Where the server listens. In the standalone edition no other machine finds so much as a socket; one that becomes it while it runs refuses them until then.
std::string address_of(const Running& it, const ServeOptions& options) {
  if (serve::is_this_machine(options.address) || serve::is_network_edition(*it.books, it.clock().now())) return options.address;
  fmt::print("Standalone edition: other machines are not served, so nobody listens on {}. The network edition is a setting, and listens there with the next start.\n", options.address);
  return "127.0.0.1";
}

Result<std::unique_ptr<serve::Server>> open_server(Running& it, const ServeOptions& options, serve::ServerParts& parts) {
  return serve::Server::open(parts, {.address = options.address, .port = options.port, .console = options.console, .proxies = options.proxies, .hosts = options.hosts}, [&it, &parts](serve::Router& router) {
        if (it.bench) sim::add_bench_routes(router, *it.bench, *it.bench_clock, parts);
      });
}

/// By which short messages are signed; made at the first start where none is named.
Result<void> have_message_key(const ServeOptions& options, Random& random) {
  if (options.message_gateway.empty() && !make_key_file(options.data / "message.key", random))
    return error(Fault::ours, "file_not_made", "The key of short messages could not be written into the data folder. See whether there is room, and who may write there.");
  return {};
}

/// Serves until it is told to end; a port: it is to begin again there.
Result<std::optional<std::uint16_t>> serve_once(const ServeOptions& asked) {
  TRY(utility, row_of(asked.utility));  // what was named and cannot be used is said before a folder is made
  TRY(office_key, input_if_named(asked.key_office));
  MUST(input_if_named(asked.letter_authorities));  // without it every relay were one that nobody vouches for
  MUST(prepare_folder(asked.data));
  auto options = asked;
  const EndSignals signals;
  std::atomic<bool> again = false;
  if (geteuid() == 0)
    fmt::print("Kwota runs as root and needs no right of root: give it a user of its own (docs/running.md, share/systemd/kwota.service).\n");
  keep_secrets_out_of_dumps();  // passwords and PINs of UKEYs pass through this process
  // The sample utility is looked at with sample cards. Whoever asks for neither never gets a bench, with a reader or without.
  const bool bench = options.bench || !options.demo.empty();
  TRY(nature, store::nature_for_start(options.data, bench));
  options.nature = nature;
  Running it;
  TRY(password, start_with_first_rows(it, options, utility, bench));
  // Before anything that may still refuse this start, as a port that is taken: it is told once, and without it nobody ever signs in.
  if (password) fmt::print("{}Sign in as admin with the one-time password {}\n", bench ? "" : begun_with(utility), *password);
  std::fflush(stdout);
  tell_of_restore(it);
  MUST(know_office(*it.office, office_key));
  auto parts = parts_of(it, options, bench);
  parts.restart = [&again] {
    again = true;
    ::kill(::getpid(), SIGTERM);
  };
  if (it.restored && it.restored->refused) parts.restoring->failed(it.restored->done.copy, *it.restored->refused);
  jobs::Jobs jobs(job_parts(it, options, parts), serve::job_kinds(parts));
  parts.jobs = &jobs;
  options.address = address_of(it, options);
  TRY(server, open_server(it, options, parts));
  MUST(have_message_key(options, it.random));
  letters::Outbox outbox(outbox_parts(options, parts),
                         [&](std::function<bool()> ending) { return letters::network_transport(options.letter_authorities.string(), std::move(ending)); });
  print_welcome({.address = options.address, .port = server->port(), .lines = it.lines_at, .folder = options.data, .nature = options.nature, .bench = bench}, *it.vaults.sealing, it.books->witnesses());
  jobs.start();
  outbox.start();
  auto plan = std::make_unique<serve::HousePlan>(parts);
  signals.run(*server);
  plan.reset();  // it asks for jobs
  serve::finish(parts);
  it.printers.reset();  // what still waits ends in the books
  it.leave_meters();
  return again ? std::optional(server->port()) : std::nullopt;
}

Result<int> run_serve(const ServeOptions& options) {
  TRY(again, serve_once(options));
  if (again) return begin_again(*again);
  return 0;
}

}  // namespace

Verb serve_verb() {
  auto options = std::make_shared<ServeOptions>();
  return {
      .name = "serve",
      .help = "Serve the console and the API from one data folder",
      .options = together({{"--data", &options->data, "Folder of books, vault and bench; made at the first start", {.shows_default = true, .environment = "KWOTA_DATA"}},
                          {"--address", &options->address, "Address to listen on", {.shows_default = true}},
                          {"--port", &options->port, "Port; 0 takes a free one", {.shows_default = true}},
                          {"--console", &options->console, "Folder of the built console"},
                          {"--lines", &options->lines, "Where concentrators and meters' modules dial in: tcp://0.0.0.0:9700; none: nowhere"},
                          {"--line-target", &options->line_targets, "Where meters are that this server calls: tcp://10.20.0.0/16, tcp://host:port, serial:///dev/ttyUSB*; may be repeated; none: nowhere"},
                          {"--printer-target", &options->printer_targets, "Where slip printers are: serial:///dev/usb/lp*, serial:///dev/ttyUSB*, tcp://10.0.0.7:9100; may be repeated; none: nowhere"},
                          {"--key-office", &options->key_office, "Installation: file of the public key of the key office (root_public_key.der in its folder)"},
                          {"--trusted-proxy", &options->proxies, "Address of a proxy that ends TLS before this server; its X-Forwarded-For and -Proto are believed"},
                          {"--host", &options->hosts, "A name under which the console is opened, beside localhost and addresses"},
                          {"--mail-password", &options->mail_password, "File with the password of the mail relay, its owner's alone; usual: mail_password in the data folder"},
                          {"--message-gateway", &options->message_gateway, "File with the key by which short messages are signed; usual: message.key in the data folder, made at the first start"},
                          {"--letter-authorities", &options->letter_authorities, "File with certificates of who vouches for mail relay and message gateway, in place of the system's"},
                          {"--witness", &options->witnesses, "Who is told how far the books are: a file on another disk, syslog:, syslog://host:514, https://host/path; may be repeated"},
                          {"--bench", &options->bench, "Simulated cards, readers and meters; an empty folder becomes sample books, for ever"},
                          {"--demo", &options->demo, "The sample utility with a year behind it, and the bench; \"registers\": without any sale. On an empty folder or on sample books",
                           {.one_of = {demo_year, demo_registers}, .when_named_alone = demo_year}},
                          {"--one-person", &options->one_person, "First start: a station of one person; changes of who handles money wait a day instead of a second person"}},
                          options_of(options->utility)),
      .example = "kwota serve --data data --bench --demo",
      .run = run_with(options, run_serve)};
}

}  // namespace kwota::app
