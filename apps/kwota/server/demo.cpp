#include "kwota/server/demo.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <span>

#include "base/ids_text.h"
#include "keys/office/people.h"
#include "kwota/input.h"
#include "sell/customer/change.h"
#include "sell/customer/csv.h"
#include "sell/imports/import.h"
#include "sell/tariff/plan.h"
#include "serve/router/password.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr auto passwords_file = "demo-passwords.txt";
const books::Actor demo_actor{.operator_name = "demo", .action = "import", .station = ""};
constexpr std::size_t meters_on_bench = 4;

struct DemoOperator {
  const char *name, *full_name, *roles, *station, *language;
};
constexpr DemoOperator demo_operators[] = {
    {"wang", "王芳", "cashier", "E01", "zh"},          {"li", "李娜", "cashier", "E02", "zh"},
    {"zhao", "赵敏", "supervisor", "E01", "zh"},       {"ivanova", "Иванова А. П.", "supervisor", "E01", "ru"},
    {"miller", "Ann Miller", "manager", "", "en"},      {"tech", "孙强", "technician", "", "zh"},
    {"audit", "Olga Smirnova", "auditor", "", "en"},   {"petrov", "Петров И. С.", "manager", "", "ru"},  // two managers: four eyes
    {"zhou", "周建国", "supervisor", "E02", "zh"},      {"chen", "陈静", "cashier", "E03", "zh"},
    {"he", "何平", "supervisor", "E03", "zh"},
};
/// The key office has people of its own: four officers, two managers, one who checks them.
constexpr DemoOperator office_operators[] = {
    {"sun", "孙伟", "key_officer", "", "zh"},           {"sokolov", "Соколов И. С.", "key_officer", "", "ru"},
    {"clark", "Emma Clark", "key_officer", "", "en"},   {"gao", "高洁", "key_officer", "", "zh"},
    {"keller", "Jan Keller", "key_manager", "", "en"},  {"orlova", "Орлова Н. В.", "key_manager", "", "ru"},
    {"novak", "Eva Novak", "security_auditor", "", "en"},
};

template <class Decide>
Result<void> run(store::Books& books, Decide decide) {
  const auto done = books.run(demo_actor, decide);
  if (!done) return done.error();
  return {};
}

/// The rows of a file below its header.
Result<std::vector<customer::CsvRow>> table(const fs::path& file) {
  TRY(text, input_text(file.string()));
  TRY(rows, customer::read_csv(text));
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

Result<void> take_stations(store::Books& books, const fs::path& folder) {
  TRY(stations, table(folder / "stations.csv"));
  for (const auto& row : stations)
    MUST(run(books, [&](const books::Reader& reader) { return customer::put_station(reader, {row.cells[0], row.cells[1], row.cells[2]}); }));
  TRY(tills, table(folder / "tills.csv"));
  for (const auto& row : tills) {
    books::Till till;
    till.station = row.cells[0];
    till.code = row.cells[1];
    till.name = row.cells[2];
    MUST(run(books, [&](const books::Reader& reader) { return customer::put_till(reader, till); }));
  }
  return {};
}

/// A plan file as the books keep it: a head, and each version by itself.
Result<void> take_plan(store::Books& books, const fs::path& file) {
  TRY(text, input_text(file.string()));
  TRY(plan, tariff::PricePlan::from_text(text));
  auto document = json::parse(text).as_object();
  const auto versions = document.at("versions").as_array();
  document.erase("versions");
  const auto member = [&](const char* name) { return document.contains(name) ? std::string(document.at(name).as_string()) : std::string{}; };
  return run(books, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::Plan{plan.id(), member("name"), member("source"), json::serialize(document)});
    for (const auto& version : versions)
      decision.changes.put.emplace_back(
          books::PlanVersion{plan.id(), std::string(version.at("from").as_string()), json::serialize(version), books::PlanStatus::published, "demo", ""});
    return decision;
  });
}

Result<void> take_registers(store::Books& books, const fs::path& folder, Instant now) {
  for (const auto& [registers, name] : {std::pair{"places", "places.csv"}, std::pair{"service-points", "service_points.csv"}, std::pair{"customers", "customers.csv"},
                                    std::pair{"meters", "meters.csv"}, std::pair{"accounts", "accounts.csv"}}) {
    const auto table = registers;
    TRY(text, input_text((folder / name).string()));
    const auto report = books.run(demo_actor, [&](const books::Reader& reader) { return imports::import_rows(reader, table, text, now); });
    if (!report) return report.error();
    if (!report->errors.empty()) {
      const auto& first = report->errors.front();
      return error(Fault::ours, "demo_damaged", fmt::format("{} line {}, {}: {}", name, first.row, first.column, first.what));
    }
  }
  return {};
}

/// One-time passwords, printed and kept in a file that only its owner can read.
Result<void> take_operators(store::Books& books, std::span<const DemoOperator> people, const fs::path& file, Random& random) {
  std::ofstream out(file);
  std::error_code failed;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, failed);
  for (const auto& person : people) {
    const auto password = serve::one_time_password(random);
    books::Operator row;
    row.name = person.name;
    row.full_name = person.full_name;
    row.roles = person.roles;
    row.station = person.station;
    row.language = person.language;
    row.password = serve::hash_sample_password(password, random);
    row.must_change = true;
    MUST(run(books, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{row}, {}}, Done{}}; }));
    const auto line = fmt::format("{:<8} {:<16} {}\n", person.name, person.roles, password);
    out << line;
    fmt::print("  {}", line);
  }
  return {};
}

struct SamplePerson {
  keys::Person row;
  std::string password;
  SecretBytes pin;
};

/// What everybody at the installation does for himself is done for the people of a sample.
Result<SamplePerson> sample_person(const DemoOperator& person, seal::PersonTokens& tokens, Random& random) {
  constexpr std::size_t two_groups = 9;  // of four letters and digits
  const SecretBytes pin{view_of(serve::one_time_password(random).substr(0, two_groups))};
  const auto password = serve::one_time_password(random);
  TRY(key, tokens.make({.person = person.name, .pin = pin}, random));
  return SamplePerson{{.name = person.name, .full_name = person.full_name, .role = person.roles, .language = person.language,
                       .password = serve::hash_sample_password(password, random), .public_key = to_hex(key), .one_time = true},
                      password, pin};
}

Result<void> found_office(store::Books& books, seal::PersonTokens& tokens, const std::vector<SamplePerson>& people) {
  people::Context context;
  context.who.name = demo_actor.operator_name;
  context.now = SystemClock{}.now();
  std::vector<keys::Person> rows;
  for (const auto& one : people) rows.push_back(one.row);
  TRY(text, books.read([&](const books::Reader& reader) -> Result<std::string> { return keys::founding_of(reader, rows, context.now); }));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    TRY(signature, tokens.sign(rows[i].name, people[i].pin, view_of(text)));
    rows[i].signature = to_hex(signature);
  }
  return run(books, [&](const books::Reader& reader) { return keys::install_people(reader, rows, context.now, context); });
}

/// For looking and training: real people type both unseen, and nobody else knows them.
Result<void> print_samples(store::Books& books, const seal::PersonTokens& tokens, const std::vector<SamplePerson>& people) {
  const auto file = books.folder() / passwords_file;
  std::ofstream out(file);
  std::error_code failed;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, failed);
  fmt::print("Key office of the sample utility. Its people, each with a sample of a token – a folder that stands in for it –, the PIN of that "
             "and a one-time password (also in {}):\n", file.string());
  for (const auto& one : people) {
    const std::string pin{one.pin.view().begin(), one.pin.view().end()};
    const auto line = fmt::format("{:<8} {:<16} sample token {} PIN {} password {}\n", one.row.name, one.row.role,
                                  fs::relative(tokens.home_of(one.row.name), books.folder(), failed).string(), pin, one.password);
    out << line;
    fmt::print("  {}", line);
  }
  return {};
}

/// The bench's first reader stands at the first till; the others choose theirs at the counter.
Result<void> place_reader(store::Books& books, const sim::Bench& bench) {
  return run(books, [&](const books::Reader& reader) -> Result<books::Decision<books::Till>> {
    auto till = reader.find<books::Till>("E01", "T1");
    if (!till) return error(Fault::ours, "demo_damaged", "tills.csv has no till T1 at E01");
    till->reader = bench.reader_name(0);
    return customer::put_till(reader, *till);
  });
}

Result<void> hang_meters(sim::Bench& bench, const fs::path& folder) {
  TRY(meters, table(folder / "meters.csv"));
  for (std::size_t i = 0; i < meters_on_bench && i < meters.size(); ++i) {
    TRY(number, parse_meter_number(meters[i].cells[0]));
    if (!bench.has_meter(number)) MUST(bench.add_meter(number, meters[i].cells[1], true));
  }
  return {};
}

}  // namespace

Result<void> fill_demo(store::Books& books, const fs::path& folder, const fs::path& kept, const Clock& clock, Random& random) {
  const auto filled = books.read([](const books::Reader& reader) -> Result<bool> { return reader.find<books::Operator>(demo_operators[0].name).has_value(); });
  if (!filled) return filled.error();
  if (*filled) return {};
  MUST(take_stations(books, folder));
  for (const auto& plan : fs::directory_iterator(folder / "plans")) MUST(take_plan(books, plan.path()));
  MUST(take_registers(books, folder, clock.now()));
  fmt::print("Sample utility. One-time passwords of its operators (also in {}):\n", (kept / passwords_file).string());
  return take_operators(books, demo_operators, kept / passwords_file, random);
}

Result<void> hang_demo(store::Books& books, const fs::path& folder, sim::Bench& bench) {
  TRY(placed, books.read([&](const books::Reader& reader) -> Result<bool> {
    const auto till = reader.find<books::Till>("E01", "T1");
    return !till || !till->reader.empty();
  }));
  if (placed) return {};
  if (bench.meters().empty()) MUST(hang_meters(bench, folder));
  return place_reader(books, bench);
}

Result<void> fill_office_demo(store::Books& books, seal::PersonTokens& tokens, Random& random) {
  TRY(filled, books.read([](const books::Reader& reader) -> Result<bool> { return reader.find<books::Operator>(office_operators[0].name).has_value(); }));
  if (filled) return {};
  std::vector<SamplePerson> people;
  for (const auto& person : office_operators) {
    TRY(made, sample_person(person, tokens, random));
    people.push_back(std::move(made));
  }
  MUST(found_office(books, tokens, people));
  return print_samples(books, tokens, people);
}

}  // namespace kwota::app
