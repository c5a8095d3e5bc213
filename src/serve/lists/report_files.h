// A report as a file, by whoever asks for it: for a page, for a job, by plan.
// Begin with report_for(), then file_of_report().
#pragma once
#include <memory>

#include "base/spool.h"
#include "serve/api/server_parts.h"
#include "serve/report/report_forms.h"

namespace kwota::serve {

/// Errors unknown_report {report}, permission_denied.
Result<const report::Report*> report_for(const books::Operator& who, std::string_view number);
/// His station, and his own rows where he may see no others.
void limit_to(report::Asked& asked, const report::Report& report, const books::Operator& who);

/// How the books shall stand: with an anchor, at a moment by the utility's clock; neither: as they are.
struct PositionAsked {
  std::int64_t anchor = 0;
  std::optional<LocalTime> moment = {};
};
/// Its anchor; 0: the books as they are. Error unknown_anchor {anchor, newest}: they began later.
Result<std::int64_t> anchor_of(store::Moment& connection, const PositionAsked& position);

struct FinishedReport {
  report::Made made;
  ReportFacts facts;
  std::optional<std::size_t> all{};  ///< rows of the report; nothing: they were not counted
  bool more = false;                 ///< rows follow those of the page
};
/// Of one moment of the books; `position`: as they stood then, for reports that keep their past; `page`: a page of its rows, null: all of them.
/// Errors of report::make(), took_too_long, unknown_anchor {anchor}.
Result<FinishedReport> finished_report(ServerParts& server, const report::Report& report, const report::Asked& asked, const std::string& language, const std::string& made_by, std::function<bool()> stop,
                                       const PositionAsked& position = {}, const report::PageAsked* page = nullptr);

struct ReportFile {
  std::string name;
  std::string_view content_type;
  std::shared_ptr<Spool> file;
  std::vector<std::string> personal;  ///< groups in it that tell of persons
};
/// For whoever may or may not take away what tells of persons. Errors file_not_made, paper_failed.
Result<ReportFile> file_of_report(const FinishedReport& done, FileForm form, bool with_personal);

}  // namespace kwota::serve
