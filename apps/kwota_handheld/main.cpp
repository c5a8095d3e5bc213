// kwota-handheld: what a meter crew carries from well to well. What it shall do is named on the command line.
#include <fmt/format.h>

#include <cstdio>

#include "base/ids_text.h"
#include "kwota/command_line.h"
#include "kwota/known_roots.h"
#include "kwota/terminal.h"
#include "kwota_handheld/at_the_meter.h"
#include "kwota_handheld/entry_text.h"
#include "kwota_handheld/folder_files.h"
#include "kwota_handheld/query.h"
#include "kwota_handheld/screen.h"
#include "serve/words/words.h"

namespace kwota::app {

int refuse(const Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.code.c_str(), error.what.c_str());
  return 1;
}

namespace {

struct Options {
  std::string store, port, meter, by = "00000000", zone = default_zone, language = "en", sample_keys, office, orders, receipt,
                                  apart, psam, psam_pin_file;
  std::vector<std::string> works, queries;
  int patience_ms = 4000;
  std::size_t wake_up = dlt645::wake_up_bytes;
  bool hand_over = false, public_key = false, list_works = false;
};

bool has_work(const Options& options) {
  return options.hand_over || options.public_key || !options.office.empty() || !options.orders.empty() ||
         !options.receipt.empty() || !options.apart.empty() || !options.works.empty() || !options.queries.empty();
}

void say(const Options& options, const std::string& key, const Details& details = {}) {
  fmt::print("{}\n", serve::say(options.language, key, details));
  std::fflush(stdout);
}

Result<void> give_and_take(const Options& options, handheld::DeviceStore& store) {
  if (options.public_key) fmt::print("{} {}\n", store.device(), to_hex(store.public_key()));
  if (!options.office.empty()) {
    TRY(key, content_of(options.office));
    MUST(store.trust_office(key));
  }
  if (!options.apart.empty()) {
    TRY(meter, parse_meter_number(options.apart));
    MUST(store.put_apart(meter, SystemClock{}.now()));
  }
  if (!options.orders.empty()) {
    TRY(paper, paper_at(options.orders));
    TRY(orders, store.take_orders(paper));
    say(options, "handheld.done.orders",
        {{"edition", std::to_string(orders.edition)}, {"count", std::to_string(orders.cards.size())}});
  }
  return {};
}

Result<void> end_of_the_day(const Options& options, handheld::DeviceStore& store) {
  if (options.hand_over) {
    TRY(manifest, store.hand_over(SystemClock{}.now()));
    say(options, "handheld.done.hand_over", {{"count", std::to_string(manifest.files.size())}, {"device", manifest.device}});
  }
  if (!options.receipt.empty()) {
    TRY(paper, paper_at(options.receipt));
    TRY(receipt, store.clear(paper));
    say(options, "handheld.done.clear", {{"utility", receipt.utility}});
  }
  return {};
}

/// Of the file that is named, or typed by whoever carries the handheld.
Result<SecretBytes> psam_pin(const Options& options) {
  if (options.psam_pin_file.empty()) return ask_unseen(serve::say(options.language, "handheld.psam_pin", {}));
  const auto read = content_of(options.psam_pin_file);
  std::string digits = read.ok() ? std::string{read->begin(), read->end()} : std::string{};
  while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r')) digits.pop_back();
  if (digits.empty()) return error(Fault::request, "psam_pin_missing", "The file with the PSAM's PIN is empty or cannot be read.", {{"file", options.psam_pin_file}});
  return SecretBytes{to_bytes(view_of(digits))};
}

Result<KeysOf> keys_of(const Options& options) {
  if (options.psam.empty()) {
    TRY(roots, known_roots(options.sample_keys));
    return known_keys(roots);
  }
  TRY(pin, psam_pin(options));
  return keys_in_psam(options.psam, std::move(pin));
}

/// As whoever holds it reads it; without words of ours, as it was said.
int refuse_in(const Options& options, const Error& refused) {
  std::fprintf(stderr, "%s: %s\n", refused.code.c_str(), serve::say(options.language, refused).c_str());
  return 1;
}

/// Only whoever stands before a meter needs keys.
bool stands_before_a_meter(const Options& options) { return !options.works.empty() || !has_work(options); }

Result<int> do_all(const Options& options) {
  if (options.list_works) {
    for (const Work& one : works()) fmt::print("{} {}\n", one.name, one.arguments);
    return 0;
  }
  if (options.store.empty()) return error(Fault::request, "store_not_named", "Name the handheld's folder with --store. Nothing was done.");
  TRY(folder, FolderFiles::open(options.store));
  TRY(store, handheld::DeviceStore::open(*folder));
  KeysOf keys;
  if (stands_before_a_meter(options)) {
    TRY(found, keys_of(options));
    keys = std::move(found);
  }
  TRY(zone, Zone::find(options.zone));
  TRY(by, from_hex(options.by));
  HandheldSetup setup{.port = options.port, .meter = options.meter, .by = {}, .patience_ms = options.patience_ms, .wake_up = options.wake_up};
  if (by.size() != setup.by.size())
    return error(Fault::request, "bad_operator", "An operator's code is eight hexadecimal digits.");
  std::ranges::copy(by, setup.by.begin());
  AtTheMeter at{setup, keys, store, zone};
  if (!has_work(options)) return show_screen(at, options.language);
  for (const std::string& words : options.works) MUST(is_work(words));  // a slip of the pen is told before the light goes on
  MUST(give_and_take(options, store));
  for (const std::string& words : options.works) {
    TRY(done, do_work(at, words));
    say(options, "handheld.done." + done.key, done.details);
    for (const handheld::Entry& entry : done.shown) fmt::print("{}\n", text_of(entry, options.language));
  }
  for (const std::string& question : options.queries) {
    TRY(lines, query(store, question, options.language));
    for (const std::string& line : lines) fmt::print("{}\n", line);
  }
  MUST(end_of_the_day(options, store));
  return 0;
}

/// Every refusal in the language that was asked for.
Result<int> work(const Options& options) {
  const auto done = do_all(options);
  return done.ok() ? done : refuse_in(options, done.error());
}

Verb program_verb() {
  auto options = std::make_shared<Options>();
  return {
      .name = "kwota-handheld",
      .help = "Kwota's handheld: from well to well, and home to the office. Without work it shows its screen",
      .options = {{"--store", &options->store, "Its folder: what it read, its key, its orders; --works alone needs none"},
                  {"--port", &options->port, "serial:///dev/ttyUSB0 (1200 baud unless it says ?baud=) or tcp://host:port"},
                  {"--meter", &options->meter, "Twelve digits; none: the only meter before the window"},
                  {"--operator", &options->by, "Eight hexadecimal digits that meters write down", {.shows_default = true}},
                  {"--do", &options->works, "A piece of work, in this order; see --works"},
                  {"--query", &options->queries, "What is stored: meters; METER; card NUMBER; record NUMBER; date 2026-11-20"},
                  {"--works", &options->list_works, "Lists the pieces of work"},
                  {"--hand-over", &options->hand_over, "Signs what it holds for the office, after the work"},
                  {"--clear", &options->receipt, "The office's receipt (its .sig beside it): what was handed over is cleared"},
                  {"--orders", &options->orders, "The office's orders (their .sig beside them), taken in before the work"},
                  {"--put-apart", &options->apart,
                   "A meter whose file is damaged: it is kept beside, and the meter can be read anew"},
                  {"--trust-office", &options->office, "File with the office's public key, once"},
                  {"--public-key", &options->public_key, "Prints its name and public key, for the office to certify"},
                  {"--language", &options->language, "en, zh or ru", {.shows_default = true, .one_of = serve::languages()}},
                  {"--zone", &options->zone, "Time zone of the meters' clocks", {.shows_default = true}},
                  {"--patience",
                   &options->patience_ms,
                   "How long to wait for an answer, in ms",
                   {.shows_default = true, .range = Range{100, 60'000}}},
                  {"--wake-up", &options->wake_up, "Bytes FE before each question", {.shows_default = true, .range = Range{0, 16}}},
                  {"--psam", &options->psam, "PC/SC reader of its own PSAM, which has the infrared keys; none: keys that everybody knows"},
                  {"--psam-pin-file", &options->psam_pin_file, "File with the PIN of that PSAM; none: it is typed", {.needs = {"--psam"}}},
                  sample_keys_option(options->sample_keys)},
      .example = "kwota-handheld --store day --port serial:///dev/ttyUSB0 --do \"read usage new\" --do \"set clock\" --hand-over",
      .run = run_with(options, work)};
}

}  // namespace
}  // namespace kwota::app

int main(int argc, char** argv) { return kwota::app::run_command_line(kwota::app::program_verb(), argc, argv); }
