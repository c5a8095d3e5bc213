// A made report in the forms in which people take it: JSON for pages and programs, CSV, XLSX, PDF. All of the same figures.
// Text stays text in table programs; names and numbers are written for machines in JSON and CSV, for people in the language asked on paper.
// Begin with ReportFacts, json_of().
#pragma once
#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/spool.h"
#include "base/text/file_form.h"
#include "base/time.h"
#include "books/house.h"
#include "collect/report/making/make.h"
#include "serve/paper/a4.h"
#include "serve/paper/leaving.h"

namespace kwota::serve {

/// Who made it, when, and of which books.
struct ReportFacts {
  std::string language;
  int digits = 2;            ///< of the currency
  std::string currency;
  std::string utility;
  std::int64_t position = 0;  ///< newest anchor of the books that it was made of
  Instant position_time;      ///< since when it was there
  bool as_of = false;         ///< that anchor was asked for: JSON says neither who made it nor when, for it is the same for ever
  Instant made;
  std::string made_by;        ///< sign-in name
  std::string maker;          ///< what he is called
  std::string nature;         ///< "sample", "real"
  Zone zone = Zone::utc();    ///< in which its days begin and end
  bool standalone = false;    ///< edition of whoever made it: at one machine alone, where one person may stand for two
  std::vector<std::string> left_out{};  ///< heads of what does not leave the house with whom this file is for
  std::function<void(std::size_t done, std::size_t all)> drawn{};  ///< told now and then while it is put on paper

  /// Whose books they are.
  void of(const books::House& house);
};

/// The columns in front of the figures, as a file would hold them.
std::vector<LeavingColumn> leaving_columns(const report::Made& made, std::string_view language);
/// The report without what stays behind; the figures are the same.
report::Made without(const Leaving& leaving, report::Made made);

/// What there is to choose: number, name, periods, groups, filters, columns.
boost::json::object declared(const report::Report& report, std::string_view language);

boost::json::object json_of(const report::Made& made, const ReportFacts& facts);
/// With the mark by which table programs know UTF-8, a head in the language and one of stable names.
std::string csv_of(const report::Made& made, const ReportFacts& facts);
/// Error `file_not_made`.
Result<std::shared_ptr<Spool>> xlsx_of(const report::Made& made, const ReportFacts& facts);
/// As it stands on paper, or on a terminal.
A4Table table_of(const report::Made& made, const ReportFacts& facts);
/// Error `paper_failed`.
Result<std::string> pdf_of(const report::Made& made, const ReportFacts& facts);
/// Any of the files. Errors those of the form, `file_not_made`.
Result<std::shared_ptr<Spool>> file_of(const report::Made& made, const ReportFacts& facts, FileForm form);

/// "R07-2026-10.csv"
std::string file_name(const report::Made& made, FileForm form);

}  // namespace kwota::serve
