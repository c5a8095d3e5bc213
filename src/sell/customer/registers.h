// The registers of the utility: customers, service points, meters, places, stations, tills, codes. What is put in is checked
// here, whether a person types it, a file brings it or an account is opened with it.
// Guarantees: a number, an identity number and an installed meter stand in the books once; nothing refers to what is not there.
// Never: touches money.   Begin with: check() and the put_… of what you want to change.
#pragma once
#include <optional>

#include "books/decision.h"
#include "books/reader.h"

namespace kwota::customer {

// Whether a row may stand in the books as it is.
/// Errors: name_missing, unknown_state, unknown_place, duplicate_identity {customer}, bad_mail_address {text}, bad_phone {text}, customer_mail_missing;
/// as present(): who is gone is changed by no form and no file.
Result<void> check(const books::Reader& books, const books::Customer& row);
/// Errors: code_missing, address_missing, unknown_place, room_taken {service_point}; out of use: service_point_has_account {service_point, account},
/// service_point_has_meter {service_point, meter}.
Result<void> check(const books::Reader& books, const books::ServicePoint& row);
/// Errors: bad_meter_number, bad_ratio, unknown_meter_model, code_out_of_use: its maker or capacity, unless it has it already; unknown_code: a
/// capacity that the table has not.
Result<void> check(const books::Reader& books, const books::Meter& row);


/// Error `customer_merged` {customer, into}: he goes on under another number, and whatever is to become his is his there.
Result<void> goes_by_his_own(const books::Customer& row);
/// As whoever agrees to something reads who he is: "000000000041 Li Ming".
std::string number_and_name(const books::Customer& row);
/// Who can be a customer of something from now on. Errors: unknown_customer {customer}: nobody, or one who was removed; customer_merged.
Result<books::Customer> present(const books::Reader& books, CustomerNumber number);
/// The same, and not blocked. Errors: as present(), customer_blocked {reason}.
Result<books::Customer> present_unblocked(const books::Reader& books, CustomerNumber number);
/// New (number zero gets one; he becomes a customer of `station` where he says none) or as the books have it. Errors: name_missing, unknown_customer, customer_merged, duplicate_identity {customer}, unknown_place.
Result<books::Customer> known_or_new(const books::Reader& books, const books::Customer& wanted, const std::string& station, Instant now);
/// New (code unknown) or as the books have it. Errors: code_missing, address_missing, unknown_place, service_point_out_of_use.
Result<books::ServicePoint> known_or_new(const books::Reader& books, const books::ServicePoint& wanted);
/// New (number unknown; needs a model) or as the books have it. Errors: bad_meter_number, unknown_meter_model.
Result<books::Meter> known_or_new(const books::Reader& books, const books::Meter& wanted);
/// No open account has it, except `draft`, no well, and no credit of somebody who left it. Errors: meter_in_use {meter, account}, meter_at_well {meter, well},
/// meter_not_emptied {meter}, meter_has_circuits {meter}.
Result<void> free_meter(const books::Reader& books, MeterNumber meter, std::int64_t draft);

}  // namespace kwota::customer
