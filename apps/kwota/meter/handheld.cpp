// kwota handheld: the five works of the office with what a handheld brings home – import, clean, query, statistics, clear – on a folder of books whose
// server stands still. With the server running the same is done on its page.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <map>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "kwota/books/books_desk.h"
#include "kwota/books/books_folder.h"
#include "kwota/input.h"
#include "kwota/verb.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::app {
namespace {

using handheld_office::HandedIn;
using handheld_office::HandheldOffice;

constexpr auto manifest_file = "manifest.json", manifest_signature = "manifest.sig", receipt_file = "receipt.json", receipt_signature = "receipt.sig";
constexpr auto orders_file = "orders.json", orders_signature = "orders.sig";

struct HandheldOptions {
  BooksFolder books;
  std::string as, folder, meter, kind = "waterings", state, device;
  std::optional<MeterNumber> of;  ///< read of `meter`
  std::int64_t number = 0;
  bool json = false;
};

/// Books, vault and somebody who asks.
struct HandheldBooks {
  std::unique_ptr<BooksDesk> at;
  people::Context context;

  static Result<std::unique_ptr<HandheldBooks>> open(const HandheldOptions& options) {
    auto office = std::make_unique<HandheldBooks>();
    TRY(at, BooksDesk::open(options.books.folder.string()));
    office->at = std::move(at);
    TRY(context, office->at->people().sign_in(options.as));
    office->context = std::move(context);
    return office;
  }
  HandheldOffice desk() { return {at->books(), at->counter().vault()}; }
};

Result<HandedIn> read_folder(const std::filesystem::path& folder) {
  HandedIn handed;
  TRY(manifest, input_text((folder / manifest_file).string()));
  TRY(signature, input_text((folder / manifest_signature).string()));
  handed.manifest = std::move(manifest);
  handed.signature = std::move(signature);
  std::error_code failed;
  for (const auto& file : std::filesystem::directory_iterator(folder, failed)) {
    if (!handheld::meter_of_name(file.path().filename().string())) continue;
    TRY(text, input_text(file.path().string()));
    handed.files[file.path().filename().string()] = Bytes(text.begin(), text.end());
  }
  return handed;
}

Result<void> write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (out) return Done{};
  return error(Fault::ours, "file_unwritable", fmt::format("The file {} cannot be written. Look at its folder.", file.string()), {{"file", file.string()}});
}

void print(const books::HandOver& row, bool json) {
  if (json) {
    std::cout << boost::json::serialize(boost::json::object{{"number", row.number}, {"device", row.device}, {"state", word_of(row.state)}, {"meters", row.meters}, {"usage", row.usage},
                                                            {"hung", row.hung}, {"fresh", row.fresh}, {"known", row.known}, {"unreadable", row.unreadable}, {"waterings", row.waterings},
                                                            {"proven", row.proven}, {"open", row.open}, {"unproven", row.unproven}, {"contradicting", row.contradicting},
                                                            {"useless", row.useless}, {"foreign", row.foreign}, {"late", row.late}, {"gaps", row.gaps}, {"amount", row.amount.minor()}})
              << "\n";
    return;
  }
  fmt::print("hand-over {} of {}: {}; {} meters, {} usage and {} hung records, {} new, {} known, {} unreadable\n", row.number, row.device, word_of(row.state), row.meters, row.usage,
             row.hung, row.fresh, row.known, row.unreadable);
  if (row.state == books::HandOverStatus::stored) return;
  fmt::print("{} waterings: {} proven ({} minor units), {} hung, {} unproven, {} contradicting, {} late, {} foreign, {} useless; {} gaps\n", row.waterings, row.proven, row.amount.minor(),
             row.open, row.unproven, row.contradicting, row.late, row.foreign, row.useless, row.gaps);
}

Result<int> import_folder(const HandheldOptions& options) {
  TRY(handed, read_folder(options.folder));
  TRY(office, HandheldBooks::open(options));
  TRY(row, office->desk().import(handed, office->context));
  print(row, options.json);
  return 0;
}

Result<int> clean_hand_over(const HandheldOptions& options) {
  TRY(office, HandheldBooks::open(options));
  TRY(row, office->desk().clean(options.number, office->context));
  print(row, options.json);
  return row.unproven + row.contradicting + row.late == 0 ? 0 : 1;
}

/// The receipt lies beside the manifest then: with it the device clears its store.
Result<int> sign_for_hand_over(const HandheldOptions& options) {
  TRY(office, HandheldBooks::open(options));
  TRY(paper, office->desk().receipt(options.number, office->context));
  MUST(write_text(std::filesystem::path(options.folder) / receipt_file, paper.text));
  MUST(write_text(std::filesystem::path(options.folder) / receipt_signature, paper.signature));
  fmt::print("{} and {} are written; the device may clear its store with them\n", receipt_file, receipt_signature);
  return 0;
}

Result<int> write_orders(const HandheldOptions& options) {
  TRY(office, HandheldBooks::open(options));
  TRY(paper, office->desk().orders(options.device, office->context));
  MUST(write_text(std::filesystem::path(options.folder) / orders_file, paper.text));
  MUST(write_text(std::filesystem::path(options.folder) / orders_signature, paper.signature));
  fmt::print("{} and {} are written\n", orders_file, orders_signature);
  return 0;
}

bool is_of_meter(const HandheldOptions& options, MeterNumber meter) { return !options.of || meter == *options.of; }

bool is_asked_for(const HandheldOptions& options, const books::Watering& row) {
  if (!is_of_meter(options, row.meter)) return false;
  return options.state.empty() ? row.state != books::WateringStatus::useless : options.state == word_of(row.state);
}

/// "17"; of a module that came later, "2/17".
std::string numbered(std::int64_t series, std::int64_t number) { return series == 1 ? fmt::format("{}", number) : fmt::format("{}/{}", series, number); }

std::string moment_or_none(const std::optional<LocalTime>& at) { return at ? format_local(*at) : "-"; }

void print_waterings(const books::Reader& books, const HandheldOptions& options) {
  const int digits = books::minor_digits_of(books);
  for (const auto& row : books.all<books::Watering>())
    if (is_asked_for(options, row))
      fmt::print("{} {:>8}  {}  {}  {:>6} s  {:>10} kWh  {:>10}  {}\n", to_text(row.meter), numbered(row.series, row.number), row.card ? to_text(*row.card) : "-", moment_or_none(row.start),
                 row.seconds, format_decimal(row.used.wh(), 3), format_money(row.amount, digits), word_of(row.state));
  for (const auto& gap : books.all<books::RecordGap>())
    if (gap.state != books::GapStatus::filled && is_of_meter(options, gap.meter))
      fmt::print("{} {}: {} to {}  {}\n", to_text(gap.meter), gap.state == books::GapStatus::open ? "missing" : "overwritten", numbered(gap.series, gap.first), gap.last, gap.well);
}

void print_months(const books::Reader& books, const HandheldOptions& options) {
  const int digits = books::minor_digits_of(books);
  for (const auto& row : books.all<books::WellMonth>())
    if (is_of_meter(options, row.meter))
      fmt::print("{} {}  {:>10} kWh  {:>10} m3  {:>10}{}\n", to_text(row.meter), row.month, format_decimal(row.energy.wh(), 3), format_decimal(row.water, 3), format_money(row.charged, digits),
                 row.differs ? "  another record says something else" : "");
}

/// The dictionary's name of what stands under a number at the pump.
std::string named(std::string_view prefix, std::int64_t number) { return serve::say("en", fmt::format("{}.{}", prefix, number)); }

void print_changes(const books::Reader& books, const HandheldOptions& options) {
  for (const auto& row : books.all<books::WellChange>())
    if (is_of_meter(options, row.meter))
      fmt::print("{} {}  {}: {} -> {}  by {}\n", to_text(row.meter), moment_or_none(row.changed), named("pump.record", row.parameter), row.before, row.after, row.by);
}

void print_faults(const books::Reader& books, const HandheldOptions& options) {
  const int digits = books::minor_digits_of(books);
  for (const auto& row : books.all<books::CardFault>())
    if (is_of_meter(options, row.meter))
      fmt::print("{} {}  {}  {}  answer {}, step {}  {:>10}\n", to_text(row.meter), moment_or_none(row.seen), row.card ? to_text(*row.card) : "-", named("pump.error_class", row.error_class), row.status,
                 row.step, format_money(row.balance, digits));
}

/// What the page's tab shows, under the same names.
struct ToldKind {
  std::string_view name;
  void (*print)(const books::Reader& books, const HandheldOptions& options);
};
constexpr ToldKind told_kinds[] = {{"waterings", print_waterings}, {"well-months", print_months}, {"well-changes", print_changes}, {"card-faults", print_faults}};

/// Of a meter that is typed wrongly nothing was told, and that would be an answer.
Result<std::optional<MeterNumber>> meter_asked_for(const books::Reader& books, const std::string& typed) {
  if (typed.empty()) return std::optional<MeterNumber>{};
  TRY(meter, parse_meter_number(typed));
  if (books.find<books::Meter>(meter) || !books.select<books::Watering>(meter).empty()) return std::optional(meter);
  return error(Fault::request, "unknown_meter", "The meter is not in the books; nothing was changed.", {{"meter", to_text(meter)}});
}

Result<int> query_records(const HandheldOptions& asked) {
  HandheldOptions options = asked;
  if (!options.state.empty() && options.kind != told_kinds[0].name)
    return error(Fault::request, "state_of_waterings", "Only waterings have a state: leave --state out, or ask for waterings.", {{"kind", options.kind}});
  TRY(connection, open_to_read(options.books));
  const store::BooksReader books(*connection);
  TRY(meter, meter_asked_for(books, options.meter));
  options.of = meter;
  for (const ToldKind& kind : told_kinds)
    if (kind.name == options.kind) kind.print(books, options);
  return 0;
}

template <Worded E>
std::vector<std::string> all_words() {
  const auto words = words_of(E{});
  return {words.begin(), words.end()};
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const ToldKind& kind : told_kinds) names.emplace_back(kind.name);
  return names;
}

struct MeterSums {
  std::int64_t waterings = 0, open = 0, exceptions = 0;
  Energy energy;
  Money amount;
};

Result<int> add_up_waterings(const HandheldOptions& options) {
  TRY(connection, open_to_read(options.books));
  const store::BooksReader books(*connection);
  std::map<MeterNumber, MeterSums> all;
  for (const auto& row : books.all<books::Watering>()) {
    auto& sums = all[row.meter];
    ++sums.waterings;
    if (row.state == books::WateringStatus::hung) ++sums.open;
    if (row.state == books::WateringStatus::unproven || row.state == books::WateringStatus::contradicting || row.state == books::WateringStatus::late) ++sums.exceptions;
    if (row.state == books::WateringStatus::proven) sums.amount += row.amount;
    if (row.state == books::WateringStatus::proven) sums.energy += row.used;
  }
  if (all.empty()) std::cout << "No waterings yet: none were brought by a handheld, a line or a card.\n";
  for (const auto& [meter, sums] : all)
    fmt::print("{}  {:>6} waterings  {:>12} kWh  {:>12}  {} hung  {} exceptions\n", to_text(meter), sums.waterings, format_decimal(sums.energy.wh(), 3),
               format_money(sums.amount, books::minor_digits_of(books)), sums.open, sums.exceptions);
  return 0;
}

}  // namespace

Verb handheld_verb() {
  auto options = std::make_shared<HandheldOptions>();
  const Option data = data_option(options->books);
  const Option json{"--json", &options->json, "As JSON"};
  const Option folder{"FOLDER", &options->folder, "The folder that the handheld has given", {.required = true}};
  const Option as{"--as", &options->as, "Who does it; he types his password", {.required = true}};
  const Option number{"NUMBER", &options->number, "Number of the hand-over", {.required = true}};
  const Option meter{"--meter", &options->meter, "Of this meter alone"};
  return {.name = "handheld",
          .help = "What handhelds bring home from irrigation wells: import, clean, query, statistics, clear",
          .example = "kwota handheld import /media/handheld --as tech",
          .verbs = {{.name = "import", .help = "Check a folder that a handheld has signed, and store every record of it", .options = {folder, as, json, data}, .run = run_with(options, import_folder)},
                    {.name = "clean", .help = "Judge its records with the vault, and settle what cards have paid", .options = {number, as, json, data}, .example = "kwota handheld clean 1 --as tech --data data", .run = run_with(options, clean_hand_over)},
                    {.name = "query", .help = "What pumps have told: waterings with the numbers that are missing, settlement months, what was set, cards that were not served",
                     .options = {meter, {"--kind", &options->kind, "What to look at", {.shows_default = true, .one_of = kind_names()}},
                                 {"--state", &options->state, "Waterings of this state alone; none: all but useless swipes", {.one_of = all_words<books::WateringStatus>()}}, data},
                     .example = "kwota handheld query --meter 330100000017 --kind waterings --data data", .run = run_with(options, query_records)},
                    {.name = "statistics", .help = "Waterings, energy and money of each meter", .options = {data}, .example = "kwota handheld statistics --data data", .run = run_with(options, add_up_waterings)},
                    {.name = "clear", .help = "Sign for a hand-over, so that the device may clear its store", .options = {number, folder, as, data}, .example = "kwota handheld clear 1 /media/handheld --as tech --data data", .run = run_with(options, sign_for_hand_over)},
                    {.name = "orders", .help = "Black list and settled users for a handheld to bring to the wells",
                     .options = {{"DEVICE", &options->device, "Number of the handheld", {.required = true}}, folder, as, data}, .example = "kwota handheld orders 745D-2FB0-2B58-9D5F /media/handheld --as tech --data data", .run = run_with(options, write_orders)}}};
}

}  // namespace kwota::app
