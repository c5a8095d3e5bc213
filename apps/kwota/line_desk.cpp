#include "kwota/line_desk.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "base/secret_memory.h"
#include "carry/wire/meter_line.h"
#include "kwota/house_books.h"
#include "kwota/office_folder.h"
#include "kwota/terminal.h"
#include "store/clock_watch.h"
#include "store/folder_nature.h"
#include "store/query.h"

namespace kwota::app {
namespace {

/// To the line that was named, or else to the meter's own.
head_end::OpenLine line_to(const std::string& named, Duration patience) {
  return [named, patience](const books::MeterLink& link) -> Result<dispatch::Exchange> {
    TRY(opened, wire::MeterLine::open(named.empty() ? link.address : named, {.answer = patience}));
    const std::shared_ptr<wire::MeterLine> line(std::move(opened));
    return dispatch::Exchange([line](const dialogue::LineFrame& frame) { return line->exchange(frame); });
  };
}

Error no_books_in(const std::string& folder) {
  return error(Fault::request, "no_books", fmt::format("There are no books in {}. Nothing was done. Name their folder with --data.", folder),
               {{"folder", folder}});
}

Result<seal::Vaults> vaults_of(const std::filesystem::path& folder, const seal::VaultConfiguration& configuration, Random& random) {
  TRY(nature, store::nature_of_folder(folder));
  if (!nature) return no_books_in(folder.string());
  if (*nature != books::Nature::sample) return seal::open_vaults(folder, configuration, random);
  TRY(keys, seal::SampleKeys::read(folder));
  return seal::open_vaults(folder, configuration, random, keys);
}

}  // namespace

Result<std::unique_ptr<LineDesk>> LineDesk::open(const LinkOptions& options) {
  keep_secrets_out_of_dumps();
  const std::filesystem::path folder(options.books.data);
  if (is_office_folder(folder))
    return error(Fault::request, "folder_of_key_office",
                 fmt::format("A key office lives in {}: no meter is ordered anything from there. Name the counters' folder with --data.", folder.string()),
                 {{"folder", folder.string()}});
  std::unique_ptr<LineDesk> desk(new LineDesk(options.books));
  TRY(configuration, seal::read_vault_configuration(folder));
  TRY(vaults, vaults_of(folder, configuration, desk->random_));
  desk->vaults_ = std::move(vaults);
  desk->counter_configuration_ = configuration.counter;
  TRY(settings, settings_with_vault(folder, *desk->vaults_.sealing));
  settings.synchronised = store::clock_is_synchronised;
  TRY(opened, store::Books::open(settings, desk->clock_));
  desk->books_ = std::move(opened);
  desk->counter_ = counter_vault::CounterVault::open({desk->counter_configuration_, folder, desk->vaults_, *desk->books_, desk->clock_});
  if (auto awaited = seal::own_keys_awaited(*desk->vaults_.sealing)) return *std::move(awaited);
  MUST(desk->open_load_sam());
  desk->people_.emplace(PeopleAtTerminal::Parts{*desk->books_, desk->clock_, desk->random_});
  desk->head_end_ = std::make_unique<head_end::HeadEnd>(head_end::HeadEnd::Parts{
      .books = *desk->books_, .vault = desk->counter_->vault(), .clock = desk->clock_, .random = desk->random_, .open = line_to(options.link, Duration::ms(options.patience_ms))});
  return desk;
}

/// Its holder types his PIN here as he does at the counter.
Result<void> LineDesk::open_load_sam() {
  if (counter_->kind() != seal::SealsWith::load_sam) return {};
  TRY(pin, ask_unseen(fmt::format("PIN of the load SAM of terminal {}", counter_->label())));
  return counter_->enter_pin(std::move(pin));
}

Result<void> LineDesk::may_see(MeterNumber meter, const people::Context& who) {
  if (who.who.station.empty()) return {};
  store::ListRequest wanted;
  wanted.view = "meters";
  wanted.filters = {{"number", "is", to_text(meter)}};
  wanted.page_size = 1;
  wanted.station = who.who.station;
  TRY(page, books_->query([&](store::Connection& connection) { return store::list(connection, wanted); }));
  if (!page.rows.empty()) return {};
  return error(Fault::request, "not_found", "There is nothing of this name here.", {{"what", to_text(meter)}});
}

Result<std::vector<books::MeterCommand>> LineDesk::contact(MeterNumber meter, const std::vector<std::int64_t>& commands) {
  const auto ended = head_end_->contact(meter);
  TRY(rows, books_->read([&](const books::Reader& reader) -> Result<std::vector<books::MeterCommand>> {
    std::vector<books::MeterCommand> all;
    for (const auto number : commands)
      if (auto row = reader.find<books::MeterCommand>(number)) all.push_back(*std::move(row));
    return all;
  }));
  const bool settled = std::ranges::all_of(rows, [](const auto& row) { return row.settled.has_value(); });
  if (ended.trouble && !settled) return *ended.trouble;
  return rows;
}

}  // namespace kwota::app
