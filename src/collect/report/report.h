// Reports, declared: number, subject, periods, groups, columns, lines and check lines as data. No SQL, no page, no text: the books are asked through
// books::Reader, words come from the dictionaries, and each form – screen, print, PDF, XLSX, CSV, JSON – is made of the same Made (collect/report/making/make.h).
// A report is a file beside declared/r07.h – an insight, beside insight/i01.h – and its name in reports.cpp (docs/add-a-report.md).
// Begin with Report, reports().
#pragma once
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "collect/report/facts/source.h"
#include "collect/report/figure.h"

namespace kwota::report {

/// By what rows of a sheet are grouped and filtered.
struct Dimension {
  std::string_view name;    ///< in requests and in `column.<name>` of the dictionaries
  std::string_view column;  ///< of the sheet
  int letters = 0;          ///< so many of the value; 0: all. A month is seven of a day
  std::string_view filter{};  ///< of the list in which its row stands, where it names that; empty: its own name
  bool of_days = false;       ///< said of the days that are asked alone: the same row says another of the year before, and stays one row
  bool is_figure = false;     ///< its values are figures of ours ("2101.090"), written as each language writes them
};

struct Report;

/// Where the row of a list stands that a report's row by itself tells of.
struct RowIn {
  std::string_view list;
  std::array<std::string_view, 3> dimensions{};  ///< that name it; where one of them says nothing, it does not stand there
  bool in_days = false;                          ///< what they name goes on for ever: of it the rows of the days
};

/// What a report is about.
struct Subject {
  std::string_view name;
  std::string_view sheet;   ///< table of the books, or source of facts, that is added up
  std::span<const RowIn> rows_in;  ///< the first that says something is what a row by itself opens
  std::span<const Dimension> dimensions;
  const facts::Source* source = nullptr;    ///< null: the sheet is a table of the books
  std::string_view day = "business_day";    ///< filter of that list which takes days
  std::span<const std::string_view> detail{};  ///< by so much each of its rows stands by itself
  const Subject* rows = nullptr;               ///< where it keeps sums alone: of what they are made, with the same columns and more
  std::string_view shown_by{};                 ///< number of the report whose rows by themselves make a row of any report; empty: each report's own
};
/// Sheets of the day, and what they do not keep: receipts one by one, accounts as they were opened, the register of accounts, closed shifts.
extern const Subject sales_subject, money_subject, taxes_subject, receipts_subject, openings_subject, supplies_subject, counts_subject, wells_subject, water_subject, months_subject, purse_money_subject, debts_noted_subject, open_months_subject, debts_subject;
/// All of them, with those of control_subjects.h.
std::span<const Subject* const> subjects();
/// The columns of a subject's rows, by name.
const books::Table& columns_of(const Subject& subject);
const Dimension* dimension_named(const Subject& subject, std::string_view name);
/// Whether the values of a dimension tell of persons, as the column of its rows says.
bool is_personal(const Subject& subject, std::string_view dimension);
/// Of what the rows by themselves of a report are, and by how much.
const Subject& rows_subject(const Report& report);
std::vector<std::string_view> detail_of(const Report& report);
/// The report whose rows by themselves a sum of this subject opens, where it has none of its own.
const Report& opened_by(const Report& report, const Subject& subject);
/// Whether it is among the names that a report offers.
bool offered(const std::vector<std::string_view>& names, std::string_view name);
/// What is asked in place of groups: each row by itself.
inline constexpr std::string_view by_itself = "detail";

/// What stands behind the figure itself.
enum class Show : std::uint8_t {
  figure,
  share,   ///< of the total
  before,  ///< the figure of the period before
  change,  ///< by how much it is above that, as a share of it; nothing where there was none
  ratio,         ///< of another figure of the same rows, as a share
  mean,          ///< divided by another figure of the same rows, half up
  per_thousand,  ///< likewise, of each thousand
  price,         ///< of units: what the other figure comes to for one of them, four decimals, half up
  year_before,   ///< the figure of the same days a year earlier; groups of days go on by their names of this year
  // Of a month: how what was sold goes on.
  next_before,        ///< the figure of the month after, a year earlier
  three_months,       ///< of this month and the two before
  three_before,       ///< of the same three, a year earlier
  growth,             ///< three_months as a share of three_before
  expected,           ///< next_before x three_months / three_before, half up; nothing where a year ago nothing is known
  year_change,        ///< as change, on the same days a year earlier
  // Of whatever days: how it went in the year up to them.
  twelve_months,      ///< the figure of the month in which they end and of the eleven before
  twelve_ratio,       ///< ratio, of these
};
struct Column {
  std::string_view figure;
  Show show = Show::figure;
  std::string_view of{};  ///< the other figure
};

/// Of a report that is an account, or several one after the other: opening + income - expense = closing.
enum class LineKind : std::uint8_t {
  opening,  ///< the figure of all days before
  income,
  expense,
  closing,  ///< what the lines make of the opening; the check line holds it against the figure of all days up to the last
  standing, ///< of what the closing is made: the figure of all days up to the last
  beside,   ///< stands apart from the account
  unposted, ///< what was used of months that are not closed yet; zero where all are, nothing where nobody asks all meters
  expected, ///< the closing less what is not posted; the check line holds it against everything that was paid for less everything that was used
};
/// A report whose rows by themselves come to a line of an account, for whoever asks of all: the line's figure and they belong to different stations.
struct RowsOfLine {
  std::string_view report{};  ///< empty: what its own figure is made of
  std::string_view filter{}, values{};
};
struct Line {
  std::string_view name;    ///< `report.line.<name>` of the dictionaries
  LineKind kind = LineKind::income;
  std::string_view figure{};
  std::string_view less{};  ///< of an opening or a closing: the figure that is taken off
  RowsOfLine rows{};
};

/// Sums that are equal, or the books are not in order.
struct Check {
  std::string_view name;
  std::vector<std::string_view> left{}, right{};
  bool from_the_first = false;  ///< of all days up to the last of the period: what stands then
  bool of_all = false;          ///< only where nothing is filtered: its sides count by different stations
};

struct Report {
  std::string_view number;   ///< "R07"; its name is `report.R07` of the dictionaries
  books::Right right;        ///< who may see it
  const Subject* subject = nullptr;
  std::string_view periods = "day month year range";  ///< that may be asked
  std::vector<std::string_view> groups{};   ///< dimensions that are offered
  std::vector<std::string_view> grouped{};  ///< when nothing is asked
  std::size_t groups_max = 2;
  std::vector<std::string_view> detail{};   ///< by so much that each row stands by itself: what a row by groups opens, and what is shown where `grouped` is empty. Empty: the subject's
  std::vector<std::string_view> filters{};
  std::vector<Column> columns{};
  std::vector<Line> lines{};                ///< instead of groups and columns
  std::vector<Check> checks{};
  std::string_view chart{};                 ///< the column that pages draw beside the table, a bar a row; empty: the figures say it all
  std::string_view grid{};                  ///< the column that pages draw as a grid in place of a list of rows: the first group down, the second across
  bool has_data = true;                     ///< false: what it tells of is not kept yet
  std::string_view sort{};                  ///< figure by which rows stand, largest first; empty: by their groups
  std::vector<std::string_view> marked{};   ///< figures in which a row is marked that is further from the mean than three standard deviations
  bool insight = false;                     ///< a list of what somebody should look at: `report.about.<number>` says by which rule; it is no verdict
  bool visits = false;                      ///< its rows are accounts to which somebody may be sent
  bool is_signed = false;                   ///< on paper: by whoever made it, and by whoever checked it
};

/// In the order of their numbers.
std::span<const Report* const> reports();
const Report* report_numbered(std::string_view number);

/// received + written off + transferred = energy + tax + fees + fixed + debt + balance: under each report of money that customers paid.
Check received_adds_up();
/// All legs that were posted somewhere add up to zero.
Check postings_add_up();
/// What is owed by the ledger – debts as they were raised less what was paid of both – is what debts by name come to: R06 and R14 state one figure. By stations they
/// do not: a debt is of its account's station, its payment of the till's that took it.
Check debts_as_by_name();

}  // namespace kwota::report
