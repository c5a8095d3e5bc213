// The stock of meters: a delivery is received, meters are issued to a fitter, come back, are tested, sealed, scrapped – by hand –, and are installed
// and removed by the decisions that put them on and take them off, in the same commit.
// Guarantees: each change of a meter's state is an event with its number; a meter that is not in the stock works as before, unless the utility says that
// meters come from stock (setting meters_from_stock); what was scrapped is never put on again.
// Never: touches money or a meter's book.   Begin with receive(), move(), put_on().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::stock {

using people::Context;

/// Meters of one delivery or one order; a longer one comes in parts. [K]
inline constexpr std::size_t meters_max = 1'000;

/// "101-150, 199": numbers and runs of them, as they stand on boxes. Errors: bad_meter_number {text}, meters_missing, stock_too_many {most}.
Result<std::vector<MeterNumber>> numbers_of(std::string_view text);
/// "A100-A149, B7": seals run by the digits at their end. Errors: bad_seal {text}, stock_too_many {most}.
Result<std::vector<std::string>> seals_of(std::string_view text);

struct ReceiveRequest {
  books::StockLot lot;   ///< code, model, maker, document, received, station
  std::string meters;    ///< as numbers_of() takes them
  std::string seals;     ///< as many a meter as the other; empty: none are known
  std::optional<LocalDate> tested;  ///< by the maker; nothing: on the day when they came
  Commodity commodity = Commodity::electricity;  ///< that new numbers measure
};
/// New numbers come into the register of meters with it. Right `meters_write`. Errors: permission_denied, code_missing, already_there {what}, date_missing,
/// unknown_meter_model {model}, code_out_of_use {kind, code}: the maker; unknown_station, in_stock {meter}, meter_hangs {meter}, other_model {meter, model},
/// seals_do_not_fit {seals, meters}, those of numbers_of() and seals_of().
Result<books::Decision<books::StockLot>> receive(const books::Reader& books, const ReceiveRequest& request, const Context& context);

struct MoveRequest {
  books::StockMove move = books::StockMove::issued;  ///< issued, returned, scrapped, tested or sealed
  std::string meters;
  std::string holder;    ///< of issued: who has them now
  std::string document;  ///< of tested: the certificate
  std::string seals;     ///< of sealed, and where a test broke them: what they bear now
  std::string reason;    ///< of scrapped
  std::optional<LocalDate> day;  ///< of tested; nothing: today
};
/// How many meters were moved: all or none. Right `meters_write`. Errors: permission_denied, not_in_stock {meter}, stock_state {meter, state},
/// by_the_counter {move}: installed and removed are no orders; holder_missing, reason_missing, certificate_missing, seals_missing, seals_do_not_fit.
Result<books::Decision<std::int64_t>> move(const books::Reader& books, const MoveRequest& request, const Context& context);

/// Whether it may: asked when a first sale is priced. Errors as put_on().
Result<void> may_be_put_on(const books::Reader& books, MeterNumber meter, const Context& context);
/// A meter is put on: its state in the stock follows. Errors: meter_scrapped {meter}; where meters come from stock also meter_not_in_stock {meter},
/// meter_not_ready {meter, state}, test_overdue {meter, due}.
Result<void> put_on(const books::Reader& books, MeterNumber meter, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes);
/// It was taken off.
void taken_off(const books::Reader& books, MeterNumber meter, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes);
/// It was put on in the books alone: the opening was taken back.
void never_put_on(const books::Reader& books, MeterNumber meter, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes);

/// When a meter of this model that was tested on a day is to be tested again; nothing: never.
std::optional<LocalDate> due_after(const books::Reader& books, const std::string& model, const LocalDate& tested, Instant now);

}  // namespace kwota::stock
