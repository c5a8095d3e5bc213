// kwota jobs: what long work there is, read in the books; stopped by the server that does it. kwota month-end: a month is closed by the server, as its job.
#include <fmt/format.h>

#include <iostream>

#include "base/cause.h"
#include "books/rows/office/job.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/job_verbs.h"
#include "kwota/server/server_desk.h"
#include "store/draft/moment.h"

namespace kwota::app {
namespace {

namespace json = boost::json;
using books::Job;

struct JobsOptions {
  BooksFolder books;
  ByServer server{.address = "http://127.0.0.1:8080", .as = {}, .second = {}};
  std::string act, period;
  std::int64_t number = 0;
  bool json = false;
};

json::value parsed_text(const std::string& text, const char* otherwise) {
  boost::system::error_code failed;
  auto value = json::parse(text.empty() ? otherwise : text, failed);
  return failed ? json::value(text) : value;
}

json::object described(const Job& job) {
  return {{"number", job.number},         {"kind", word_of(job.kind)},    {"state", word_of(job.state)}, {"operator", job.operator_name},
          {"queued", format_utc(job.queued)}, {"written", job.written},   {"total", job.total},          {"file_name", job.file_name},
          {"bytes", job.bytes},           {"sha256", job.sha256},         {"error", job.error},          {"asked", parsed_text(job.asked, "{}")},
          {"result", parsed_text(job.result, "{}")}, {"log", parsed_text(job.log, "[]")}};
}

void print(const Job& job) {
  fmt::print("{:>6}  {:<10} {:<8} {:<12} {}  {} written{}{}\n", job.number, word_of(job.kind), word_of(job.state), job.operator_name.empty() ? "-" : job.operator_name, format_utc(job.queued), job.written,
             job.file_name.empty() ? "" : "  " + job.file_name, job.error.empty() ? "" : "  " + job.error);
}

constexpr std::size_t listed_most = 200;

Error which_job() { return error(Fault::request, "field_missing", "Which job? `kwota jobs list` names them.", {{"field", "NUMBER"}}); }

Result<int> look(const JobsOptions& options) {
  TRY(connection, open_to_read(options.books));
  const store::BooksReader reader(*connection);
  std::vector<Job> found;
  if (options.act == "list") {
    found = reader.newest<Job>(listed_most);
  } else {
    if (options.number == 0) return which_job();
    auto one = reader.find<Job>(options.number);
    if (!one) return error(Fault::request, Cause::not_found, fmt::format("There is no job {}. `kwota jobs list` names them.", options.number), {{"what", std::to_string(options.number)}});
    found.push_back(std::move(*one));
  }
  if (reader.failure()) return *reader.failure();
  if (found.empty() && !options.json) std::cout << "There has been no long work yet.\n";
  json::array all;
  for (const auto& job : found) {
    if (options.json) all.emplace_back(described(job));
    if (!options.json) print(job);
    if (!options.json && options.act == "show") fmt::print("asked   {}\nresult  {}\nlog     {}\n", job.asked, job.result, job.log);
  }
  if (options.json) std::cout << json::serialize(all) << "\n";
  return 0;
}

Result<int> run_jobs(const JobsOptions& options) {
  if (options.act != "stop") return look(options);
  if (options.number == 0) return which_job();
  TRY(desk, ServerDesk::sign_in(options.server));
  TRY(job, desk.post(fmt::format("/jobs/{}/stop", options.number), {}));
  fmt::print("Job {}: {}.\n", options.number, text_in(job, "state"));
  return 0;
}

Result<int> run_month_end(const JobsOptions& options) {
  TRY(desk, ServerDesk::sign_in(options.server));
  TRY(asked, desk.post("/jobs", {{"kind", "month_end"}, {"asked", json::object{{"month", options.period}}}}));
  TRY(job, desk.ended(text_in(asked, "number")));
  const bool is_done = word_in<books::JobStatus>(job, "state") == books::JobStatus::done;
  if (options.json) std::cout << json::serialize(job) << "\n";
  if (!options.json && job.contains("result") && is_done)
    for (const auto& figure : job.at("result").as_object()) fmt::print("{:<12} {}\n", std::string_view(figure.key()), text_in(job.at("result").as_object(), figure.key()));
  if (is_done) return 0;
  if (!text_in(job, "error").empty()) fmt::print(stderr, "{}: {}\n", text_in(job, "error"), why_not(job));
  return 1;
}

}  // namespace

Verb jobs_verb() {
  auto options = std::make_shared<JobsOptions>();
  return {.name = "jobs",
          .help = "Long work: what there is, one of them, or no more of it",
          .options = {{"ACT", &options->act, "list, show or stop", {.required = true, .one_of = {"list", "show", "stop"}}},
                      {"NUMBER", &options->number, "Which, of show and stop"},
                      {"--server", &options->server.address, "Of stop: the server that does it", {.shows_default = true}},
                      {"--as", &options->server.as, "Of stop: who signs in there"},
                      {"--json", &options->json, "As JSON"},
                      data_option(options->books)},
          .example = "kwota jobs list --data /var/lib/kwota",
          .run = run_with(options, run_jobs)};
}

Verb month_end_verb() {
  auto options = std::make_shared<JobsOptions>();
  return {.name = "month-end",
          .help = "Close a month at the running server: opening, income, expense, consumption in money, closing; or say why not",
          .options = {{"--period", &options->period, "The month: 2026-10", {.required = true}},
                      {"--server", &options->server.address, "The server that keeps the books", {.shows_default = true}},
                      {"--as", &options->server.as, "Who signs in there", {.required = true}},
                      {"--wait", &options->server.wait_seconds, "Seconds until it is left to itself", {.shows_default = true}},
                      {"--json", &options->json, "As JSON"}},
          .example = "kwota month-end --period 2026-10 --as miller",
          .run = run_with(options, run_month_end)};
}

}  // namespace kwota::app
