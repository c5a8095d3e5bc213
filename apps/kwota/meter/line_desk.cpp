#include "kwota/meter/line_desk.h"

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/wire/meter_line.h"
#include "schemes/all.h"
#include "store/lists/query.h"

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

}  // namespace

Result<std::unique_ptr<LineDesk>> LineDesk::open(const LinkOptions& options) {
  TRY(books, BooksDesk::open(options.books.data));
  std::unique_ptr<LineDesk> desk(new LineDesk(options.books, std::move(books)));
  auto& at = *desk->books_;
  desk->head_end_ = std::make_unique<head_end::HeadEnd>(head_end::HeadEnd::Parts{
      .books = at.books(), .vault = at.counter().vault(), .schemes = schemes::table(), .clock = at.clock(), .random = at.random(), .open = line_to(options.link, Duration::ms(options.patience_ms))});
  return desk;
}

Result<void> LineDesk::may_see(MeterNumber meter, const people::Context& who) {
  if (who.who.station.empty()) return {};
  store::ListRequest wanted;
  wanted.view = "meters";
  wanted.filters = {{"number", store::Match::is, to_text(meter)}};
  wanted.page_size = 1;
  wanted.station = who.who.station;
  TRY(page, books_->books().query([&](store::Moment& connection) { return store::list(connection, wanted); }));
  if (!page.rows.empty()) return {};
  return error(Fault::request, Cause::not_found, "There is nothing of this name here.", {{"what", to_text(meter)}});
}

Result<std::vector<books::MeterCommand>> LineDesk::contact(MeterNumber meter, const std::vector<std::int64_t>& commands) {
  const auto ended = head_end_->contact(meter);
  TRY(rows, books_->books().read([&](const books::Reader& reader) -> Result<std::vector<books::MeterCommand>> {
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
