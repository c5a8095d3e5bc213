// Series of invoice numbers, as the office keeps them: what stands in front of a number, where the series is used, which block of it was printed.
// Guarantees: a number that was given is never given again, in this series or under another one's name; what numbers were given under is never changed.
// Begin with put_series(), name_of().
#pragma once
#include <string>

#include "books/decision.h"
#include "books/reader.h"

namespace kwota::invoices {

/// The numbers that were given stay as they are. Errors: code_missing, field_wrong {field, value}, unknown_station, series_used {series}, series_would_meet {series}.
Result<books::Decision<books::InvoiceSeries>> put_series(const books::Reader& books, books::InvoiceSeries row);
/// "E01-000123".
std::string name_of(const books::InvoiceSeries& series, std::int64_t number);

}  // namespace kwota::invoices
