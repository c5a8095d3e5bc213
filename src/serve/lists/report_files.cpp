#include "serve/lists/report_files.h"

#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/settings/in_force.h"
#include "serve/api/visibility.h"
#include "store/draft/moment.h"
#include "store/verify/as_of.h"

namespace kwota::serve {
namespace {

ReportFacts facts_of(const ServerParts& server, const books::Reader& books, const store::Anchor& position, bool as_of) {
  ReportFacts facts;
  facts.of(books::house_of(books));
  facts.position = position.number;
  facts.position_time = position.time;
  facts.as_of = as_of;
  facts.made = server.clock.now();
  facts.standalone = settings::number_in_force(books, settings::SettingName::network, as_of ? position.time : facts.made) == 0;
  return facts;
}

Result<report::MadePage> made_of(const books::Reader& books, const report::Report& report, const report::Asked& asked, const report::PageAsked* page, bool as_of) {
  if (page != nullptr && !as_of) return report::make_page(books, report, asked, *page);
  TRY(whole, report::make(books, report, asked));
  if (page != nullptr) return report::page_of(std::move(whole), *page);
  const auto rows = whole.rows.size();
  return report::MadePage{std::move(whole), rows};
}

}  // namespace

Result<const report::Report*> report_for(const books::Operator& who, std::string_view number) {
  const auto* found = report::report_numbered(number);
  if (found == nullptr) return error(Fault::request, "unknown_report", "There is no such report. Choose one of the list.", {{"report", std::string(number)}});
  MUST(people::require(who, found->right));
  return found;
}

void limit_to(report::Asked& asked, const report::Report& report, const books::Operator& who) {
  asked.station = visibility_of(who).station;
  if (people::granted(who, report.right) == people::Grant::own) asked.filters["operator"] = who.name;
}

Result<std::int64_t> anchor_of(store::Moment& connection, const PositionAsked& position) {
  if (!position.moment) return position.anchor;
  const store::BooksReader reader(connection);
  TRY(zone, books::utility_zone(reader));
  TRY(anchor, store::anchor_by(connection, zone.instant(*position.moment)));
  if (anchor > 0) return anchor;
  TRY(newest, store::newest_anchor(connection));
  return error(Fault::request, "unknown_anchor", "The books began later.", {{"anchor", format_local(*position.moment)}, {"newest", std::to_string(newest.number)}});
}

Result<FinishedReport> finished_report(ServerParts& server, const report::Report& report, const report::Asked& asked, const std::string& language, const std::string& made_by, std::function<bool()> stop,
                                       const PositionAsked& position, const report::PageAsked* page) {
  const auto made_by_reader = [&](const auto& reader, const store::Anchor& at, bool as_of) -> Result<FinishedReport> {
    TRY(made, made_of(reader, report, asked, page, as_of));
    if (reader.failure()) return *reader.failure();
    auto facts = facts_of(server, reader, at, as_of);
    facts.language = language;
    facts.made_by = made_by;
    const auto makers = report::labels_of(reader, "operator", {made_by});
    if (const auto maker = makers.find(made_by); maker != makers.end()) facts.maker = report::text_of(maker->second, made_by, language);
    return FinishedReport{std::move(made.made), std::move(facts), made.all, made.more};
  };
  return server.books.walk([&](store::Moment& connection) -> Result<FinishedReport> {
    const store::Moment::Stopped stopped(connection, std::move(stop));
    TRY(anchor, anchor_of(connection, position));
    if (anchor == 0) {
      TRY(newest, store::newest_anchor(connection));
      return made_by_reader(store::BooksReader(connection), newest, false);
    }
    MUST(store::require_anchor(connection, anchor));
    TRY(at, store::read_anchor(connection, anchor));
    MUST(store::stand_as_of(connection, anchor));
    return made_by_reader(store::AsOfReader(connection, anchor), *at, true);
  });
}

Result<ReportFile> file_of_report(const FinishedReport& done, FileForm form, bool with_personal) {
  const Leaving leaving(leaving_columns(done.made, done.facts.language), with_personal);
  const auto made = without(leaving, done.made);
  auto facts = done.facts;
  facts.left_out = leaving.left_out();
  TRY(file, file_of(made, facts, form));
  return ReportFile{file_name(made, form), content_type(form), std::move(file), leaving.personal()};
}

}  // namespace kwota::serve
