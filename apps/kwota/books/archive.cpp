// kwota archive: which years lie in files of their own, read in the books; a year ordered by two persons at the running server, or gone on with.
#include <fmt/format.h>

#include <iostream>

#include "books/rows/office/job.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/job_verbs.h"
#include "kwota/server/server_desk.h"
#include "store/archive.h"
#include "store/draft/moment.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct ArchiveOptions {
  BooksFolder books;
  ByServer server{.address = "http://127.0.0.1:8080", .as = {}, .second = {}};
  std::string act, reason;
  std::int64_t year = 0;
  bool json = false;
};

Result<int> list(const ArchiveOptions& options) {
  TRY(connection, open_to_read(options.books));
  const store::BooksReader reader(*connection);
  const auto rows = reader.all<books::Archive>();
  if (reader.failure()) return *reader.failure();
  json::array all;
  for (const auto& row : rows) {
    const bool there = !store::archive_beside(*connection, row.file).empty();
    all.push_back({{"year", row.year}, {"state", word_of(row.state)}, {"file", row.file}, {"at_hand", there}, {"sha256", row.sha256}, {"bytes", row.bytes}, {"slips", row.slips}, {"first", row.first}, {"second", row.second}, {"reason", row.reason}});
    if (!options.json) fmt::print("{}  {:<8} {} slips, {} bytes  {}{}\n", row.year, word_of(row.state), row.slips, row.bytes, row.file, row.file.empty() || there ? "" : "  NOT THERE");
  }
  if (options.json) std::cout << json::serialize(all) << "\n";
  if (!options.json && rows.empty()) fmt::print("Nothing was archived.\n");
  return 0;
}

/// The job's figures, or why it failed.
Result<int> told(ServerDesk& desk, const ArchiveOptions& options, const std::string& number) {
  TRY(job, desk.ended(number));
  const auto state = text_in(job, "state");
  if (options.json) std::cout << json::serialize(job) << "\n";
  if (parse_word<books::JobStatus>(state) != books::JobStatus::done) {
    if (!text_in(job, "error").empty()) fmt::print(stderr, "{}: {}\n", text_in(job, "error"), why_not(job));
    if (text_in(job, "error").empty()) fmt::print(stderr, "Job {} is {}: kwota jobs show {} says how it goes on.\n", number, state, number);
    return 1;
  }
  const auto& made = job.at("result").as_object();
  const bool empty = text_in(made, "slips") == "0";
  if (!options.json && empty) fmt::print("{}: no settled sale was left in the books; nothing was moved.\n", options.year);
  if (!options.json && !empty) fmt::print("{}: {} slips in {}, {} bytes; {} bytes of the books are free for what is sold next.\n", options.year, text_in(made, "slips"), text_in(made, "file"), text_in(made, "bytes"), text_in(made, "freed"));
  return 0;
}

Result<int> run_archive(const ArchiveOptions& options) {
  if (options.act == "list") return list(options);
  if (options.year == 0) return error(Fault::request, "field_missing", fmt::format("Which year? kwota archive {} 2021. `kwota archive list` names those that there are.", options.act), {{"field", "YEAR"}});
  TRY(desk, ServerDesk::sign_in(options.server));
  if (options.act == "go-on") {
    TRY(job, desk.post("/jobs", {{"kind", "archive"}, {"asked", json::object{{"year", options.year}}}}));
    return told(desk, options, text_in(job, "number"));
  }
  TRY(ordered, desk.post("/archives", {{"year", options.year}, {"reason", options.reason}}));
  return told(desk, options, text_in(ordered, "job"));
}

}  // namespace

Verb archive_verb() {
  auto options = std::make_shared<ArchiveOptions>();
  return {.name = "archive",
          .help = "Slips of closed years in files of their own: which there are; a year ordered by two persons; one that was broken off gone on with",
          .options = {{"ACT", &options->act, "list, order or go-on", {.required = true, .one_of = {"list", "order", "go-on"}}},
                      {"YEAR", &options->year, "Which, of order and go-on"},
                      {"--reason", &options->reason, "Of order: why"},
                      {"--server", &options->server.address, "The server that keeps the books", {.shows_default = true}},
                      {"--as", &options->server.as, "Who signs in there"},
                      {"--second", &options->server.second, "Who agrees"},
                      {"--wait", &options->server.wait_seconds, "Seconds until it is left to itself", {.shows_default = true}},
                      {"--json", &options->json, "As JSON"},
                      data_option(options->books)},
          .example = "kwota archive order 2021 --reason 'the disk' --as admin --second miller",
          .run = run_with(options, run_archive)};
}

}  // namespace kwota::app
