// Changes of the registers, one decision each: who may, whether the row is right, and what must not be changed any more.
// Guarantees: a version of a price plan that is in force is never edited; a code in use is deactivated, not deleted.
// Begin with: put_customer().
#pragma once
#include "sell/customer/registers.h"

namespace kwota::customer {

/// New when the number is zero or unknown to the books.
Result<books::Decision<books::Customer>> put_customer(const books::Reader& books, books::Customer row, Instant now);
Result<books::Decision<books::ServicePoint>> put_service_point(const books::Reader& books, const books::ServicePoint& row);
/// The meter's book (sold, applied, statements) stays as it is. Errors as check() and meter_in_use for a new number of an installed one.
Result<books::Decision<books::Meter>> put_meter(const books::Reader& books, books::Meter row);
/// Errors: code_missing, name_missing, unknown_station, unknown_place (parent).
Result<books::Decision<books::Place>> put_place(const books::Reader& books, const books::Place& row);
/// Errors: code_missing, name_missing, bad_value (receipt prefix: 1 to 6 letters and digits), in_use (a prefix that receipts bear),
/// and those of prefix_apart().
Result<books::Decision<books::Station>> put_station(const books::Reader& books, const books::Station& row);
/// Receipt and shift numbers stay as they are. Errors: code_missing, unknown_station, and those of receipts_apart().
Result<books::Decision<books::Till>> put_till(const books::Reader& books, books::Till row);
/// Which reader is the till's own from now on, and which was. Error not_found {what}.
struct ReaderChoice {
  books::Till till;
  std::string before;  ///< empty: none
};
Result<books::Decision<ReaderChoice>> choose_reader(const books::Reader& books, const std::string& station, const std::string& till, const std::string& reader);
/// Where a till prints its slips, and its forms. Error not_found {what}.
Result<books::Decision<books::TillPrinter>> put_printer(const books::Reader& books, const books::TillPrinter& row);
Result<books::Decision<books::FormPrinter>> put_form_printer(const books::Reader& books, const books::FormPrinter& row);
/// A card carries an order to meters or pumps from now on and is in the register, so that nobody takes it for a lost one. Whose it was, it is no
/// more. `product`: name of the card's table.
Result<books::Decision<books::Card>> put_tool_card(const CardSerial& serial, std::string_view product, books::CardKind kind, Instant now);
/// A card of the program before: its account is here. Errors: code_missing, code_malformed {code}, unknown_account {account}.
Result<books::Decision<books::FormerCard>> put_former_card(const books::Reader& books, const books::FormerCard& row);
/// Errors: code_missing, name_missing, unknown_kind, code_value {kind, value}: where the table's are numbers.
Result<books::Decision<books::Code>> put_code(const books::Reader& books, const books::Code& row);
/// By which somebody may be sold to; its first prices may still be drafted. Errors: unknown_plan {plan}, plan_out_of_use {plan}: all its prices were withdrawn.
Result<void> plan_in_use(const books::Reader& books, const std::string& plan);
/// An account prepared for its first sale. Errors: unknown_customer, unknown_service_point, service_point_out_of_use, unknown_meter, unknown_plan, plan_out_of_use, code_out_of_use,
/// meter_in_use.
Result<books::Decision<books::Account>> put_draft(const books::Reader& books, books::Account row);
/// What a prepared account is made of; each may be new and comes into the books with it.
struct DraftParts {
  books::Customer customer;            ///< number zero: new, gets one
  books::ServicePoint service_point;
  books::Meter meter;
};
/// Errors as put_draft and check().
Result<books::Decision<books::Account>> put_draft(const books::Reader& books, books::Account row, const DraftParts& parts, Instant now);

/// A version that has not been published. Errors: unknown_plan, plan_version_used.
Result<books::Decision<books::PlanVersion>> draft_version(const books::Reader& books, books::PlanVersion row);
/// It was published and does not count yet: never mind it; it may be drafted and published again. Errors: unknown_plan,
/// plan_version_draft, plan_version_used.
Result<books::Decision<books::PlanVersion>> withdraw_version(const books::Reader& books, const std::string& plan, const std::string& from,
                                                             Instant begins, const std::string& by, const std::string& approved_by, Instant now);
/// From then on it is never edited. `begins`: the version's `from` as an instant. Errors: unknown_plan, plan_version_used, plan_version_past.
Result<books::Decision<books::PlanVersion>> publish_version(const books::Reader& books, const std::string& plan, const std::string& from,
                                                            Instant begins, const std::string& by, const std::string& approved_by, Instant now);

}  // namespace kwota::customer
