// kwota serve --demo on an empty folder: the sample utility with a year behind it. Its books are made in a folder beside, and moved when they are whole.
#include <fmt/format.h>
#include <unistd.h>

#include "kwota/books/house_books.h"
#include "kwota/server/demo.h"
#include "seal/vaults/sample_keys.h"
#include "sim/demo/demo.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

/// Where books lie that are not whole yet.
constexpr auto unfinished = "demo-in-work";

/// One line that moves along on a terminal; elsewhere a line for each quarter.
void tell(int day, int of) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const bool worth_a_line = terminal ? day % 5 == 0 || day == of : of > 0 && day * 4 / of != (day - 1) * 4 / of;
  if (!worth_a_line) return;
  fmt::print("{}A year of the sample utility: day {} of {}{}", terminal ? "\r" : "", day, of, terminal && day < of ? "" : "\n");
  std::fflush(stdout);
}

/// The anchors first: where only they are there, nobody takes the folder for one with books.
Result<void> move_into(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from / store::anchor_log_file, to / store::anchor_log_file, failed);
  if (!failed) fs::rename(from / store::books_file, to / store::books_file, failed);
  if (failed) return error(Fault::ours, "file_unreadable", fmt::format("The sample's books could not be moved to {}: {}.", to.string(), failed.message()));
  fs::remove_all(from, failed);
  return {};
}

Result<std::string> live_a_year(const DemoYear& demo, const fs::path& work, Random& random) {
  TRY(configuration, seal::read_vault_configuration(demo.data));
  TRY(sample, seal::SampleKeys::open(demo.data, random));
  TRY(vaults, seal::open_vaults(demo.data, configuration, random, std::optional{std::move(sample)}));
  TRY(settings, settings_with_vault(demo.data, *vaults.sealing));
  settings.folder = work;
  settings.witnesses = {};
  const demo::HistorySettings year{.now = demo.now, .vault = vaults.sealing.get(), .tell = tell};
  ManualClock clock(demo::beginning(year));
  TRY(books, store::Books::open(settings, clock));
  TRY(password, serve::first_start(*books, random, demo.first));
  MUST(fill_demo(*books, demo.demo_folder, demo.data, clock, random));
  MUST(demo::live(*books, clock, year));
  return password.value_or("");
}

}  // namespace

Result<std::optional<std::string>> begin_with_a_year(const DemoYear& demo, Random& random) {
  std::error_code failed;
  if (fs::exists(demo.data / store::books_file, failed)) return std::optional<std::string>{};
  const auto work = demo.data / unfinished;
  if (fs::exists(work, failed)) {
    fs::remove_all(work, failed);
    fs::remove(demo.data / store::anchor_log_file, failed);
  }
  fs::create_directories(work, failed);
  TRY(password, live_a_year(demo, work, random));
  MUST(move_into(work, demo.data));
  return std::optional(password);
}

}  // namespace kwota::app
