#include "serve/lists/report_files.h"

#include "people/permissions.h"
#include "serve/api/visibility.h"
#include "serve/queries/table_file.h"
#include "store/draft/moment.h"
#include "store/verify/as_of.h"

namespace kwota::serve {
namespace {

ReportFacts facts_of(const ServerParts& server, const books::Reader& books, std::int64_t position) {
  ReportFacts facts;
  if (const auto utility = books.only<books::Utility>()) {
    facts.digits = utility->minor_digits;
    facts.currency = utility->currency;
    facts.utility = utility->name;
    if (auto zone = Zone::find(utility->zone)) facts.zone = std::move(*zone);
  }
  facts.position = position;
  facts.made = server.clock.now();
  facts.nature = word_of(server.nature);
  return facts;
}

Result<std::shared_ptr<Spool>> spooled(std::string_view text) {
  TRY(file, Spool::make());
  file->write(text);
  MUST(file->finish());
  return file;
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

Result<FinishedReport> finished_report(ServerParts& server, const report::Report& report, const report::Asked& asked, const std::string& language, const std::string& made_by, std::function<bool()> stop,
                                       std::int64_t anchor) {
  const auto made_by_reader = [&](const auto& reader, std::int64_t position) -> Result<FinishedReport> {
    TRY(made, report::make(reader, report, asked));
    if (reader.failure()) return *reader.failure();
    auto facts = facts_of(server, reader, position);
    facts.language = language;
    facts.made_by = made_by;
    facts.as_of = anchor != 0;
    return FinishedReport{std::move(made), std::move(facts)};
  };
  return server.books.walk([&](store::Moment& connection) -> Result<FinishedReport> {
    const store::Moment::Stopped stopped(connection, std::move(stop));
    if (anchor != 0) {
      MUST(store::stand_as_of(connection, anchor));
      return made_by_reader(store::AsOfReader(connection, anchor), anchor);
    }
    TRY(newest, store::newest_anchor(connection));
    return made_by_reader(store::BooksReader(connection), newest.number);
  });
}

Result<ReportFile> file_of_report(const FinishedReport& done, std::string_view form, bool with_personal) {
  const Leaving leaving(leaving_columns(done.made, done.facts.language), with_personal);
  const auto made = without(leaving, done.made);
  auto facts = done.facts;
  facts.left_out = leaving.left_out();
  ReportFile out{file_name(made, form), {}, {}, leaving.personal()};
  if (form == "csv") {
    out.content_type = "text/csv; charset=utf-8";
    TRY(file, spooled(csv_of(made, facts)));
    out.file = std::move(file);
    return out;
  }
  if (form == "pdf") {
    out.content_type = "application/pdf";
    TRY(paper, pdf_of(made, facts));
    TRY(file, spooled(paper));
    out.file = std::move(file);
    return out;
  }
  if (form != "xlsx") return unknown_format(form);
  out.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  TRY(book, xlsx_of(made, facts));
  out.file = std::move(book);
  return out;
}

}  // namespace kwota::serve
