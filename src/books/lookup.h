// Questions to the books that have a rule of their own: which account is a meter's, which statement is the newest, who is next.
#pragma once
#include "books/reader.h"

namespace kwota::books {

/// Whose books these are: their first row, written together with the first person who may ask anything of them.
Utility utility_of(const Reader& books);
/// Of the utility's currency; 2 before there is a utility.
int minor_digits_of(const Reader& books);
/// In which the utility's days begin; UTC before there is a utility.
Result<Zone> utility_zone(const Reader& books);

/// What a row may say that chooses from a code table: nothing, or a code in use. Errors `unknown_code`, `code_out_of_use` {kind, code}.
Result<void> chosen_of(const Reader& books, CodeKind table, std::string_view code);
/// The same where a text of one's own is taken, too. Error `code_out_of_use` {kind, code}.
Result<void> not_out_of_use(const Reader& books, CodeKind table, std::string_view code);

/// Where an account or a meter may come. Errors `unknown_service_point`, `service_point_out_of_use` {service_point}.
Result<ServicePoint> point_in_use(const Reader& books, const std::string& code);

/// The till to which this card reader belongs; an empty name is nobody's.
std::optional<Till> till_of_reader(const Reader& books, std::string_view reader);
/// The customer with this identity number, so that nobody is registered twice; an empty number is nobody's.
std::optional<Customer> customer_with_identity(const Reader& books, std::string_view identity);
/// Under which number a customer goes on who was merged into another one, however often; his own where he was not.
CustomerNumber goes_on_as(const Reader& books, CustomerNumber customer);
/// The one that is not closed.
std::optional<Account> account_of_meter(const Reader& books, MeterNumber meter);
/// By issue number, then by serial.
std::vector<Card> cards_of_account(const Reader& books, std::int64_t account);
/// The first of them that is in use.
std::optional<Card> card_in_use(const Reader& books, std::int64_t account);
std::optional<Shift> open_shift(const Reader& books, std::string_view station, std::string_view till);
std::optional<Shift> open_shift_of(const Reader& books, std::string_view operator_name);
/// In a station of one person: waiting, or not countersigned; by number.
std::vector<PeopleChange> open_people_changes(const Reader& books);

/// An empty key is nobody's.
std::optional<Sale> sale_by_client_key(const Reader& books, std::string_view key);
/// A command brings it to its meter and is not settled: it waits for the line, and for no card.
bool is_on_the_line(const Reader& books, const Sale& sale);
/// Greatest progress().
std::optional<Statement> newest_statement(const Reader& books, MeterNumber meter);
/// The same among those up to this number: what it had said when an account began.
std::optional<Statement> newest_statement(const Reader& books, MeterNumber meter, std::int64_t up_to);
/// The same among those of a meter that had not taken this number yet.
std::optional<Statement> newest_statement_before(const Reader& books, MeterNumber meter, SequenceNumber count);
/// Taken in since then; by meter, then by number.
std::vector<Statement> statements_since(const Reader& books, Instant taken);
/// By meter, then by due.
std::vector<MeterReading> readings_since(const Reader& books, Instant due);

/// Void tool cards that a meter would obey – clear cards, key cards for meters –, in the order in which they were declared void.
std::vector<KeyDevice> voided_tools(const Reader& books);
/// He passed his last day so long ago that every meter's clock refuses him. `today`: local date.
bool is_long_over(const KeyDevice& device, std::string_view today);

/// Up to which business day nothing is booked any more, whatever the clock of then showed: a day that was closed while two persons say that the
/// clock was wrong does not count. Empty: none is closed.
std::string closed_to(const Reader& books);
/// Two persons say that the clock was wrong when it showed this.
bool clock_was_wrong(const Reader& books, Instant shown);

std::vector<Ceremony> open_ceremonies(const Reader& books);
std::optional<Campaign> running_campaign(const Reader& books);

/// Not settled, by number.
std::vector<MeterCommand> open_commands(const Reader& books);
/// Open, whose pause is over; by number.
std::vector<MeterCommand> due_commands(const Reader& books, Instant now);
/// Open, whose deadline is over; by number.
std::vector<MeterCommand> late_commands(const Reader& books, Instant now);
/// When the next pause is over.
std::optional<Instant> next_command_due(const Reader& books, Instant after);

/// In which village somebody is supplied: where his service point lies; where that says none, the one that he lives in.
inline const std::string& village_supplied(const std::string& of_point, const std::string& of_customer) { return of_point.empty() ? of_customer : of_point; }
/// The same by what an account names; empty where neither is known.
std::string village_supplied(const Reader& books, const std::string& service_point, CustomerNumber customer);
/// It lies where its service point does, its well, or the area that it counts. Its station is that of who goes to read it; whose it is: whose.h.
std::optional<MeterPoint> meter_point(const Reader& books, MeterNumber meter);
/// The well where it counts now: then it is a pump that farmers' cards start, and not a meter of an account. Nothing: it hangs at none.
std::optional<WellMeter> place_at_well(const Reader& books, MeterNumber meter);

/// The first account number that a utility gives: six digits. [K]
inline constexpr std::int64_t first_account_number = 100001;
/// Of a kind of row that is numbered by itself.
template <class Row>
std::int64_t next_number(const Reader& books) {
  const auto last = books.last<Row>();
  return last ? last->number + 1 : std::is_same_v<Row, Account> ? first_account_number : 1;
}

}  // namespace kwota::books
