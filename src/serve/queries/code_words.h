// Where the words of states and kinds of lists stand in the dictionaries: for paper and files, and told to the pages with each field.
#pragma once
#include <string>
#include <string_view>

#include "store/lists/views.h"

namespace kwota::serve {

/// Under what the words of a column's codes stand: "sale_kind", "state.sale", by itself its own name; where codes are several tables' own,
/// under each of them: "finding|meter_event". Empty: it says no codes.
std::string words_under(std::string_view list, const store::Column& column);
/// The code itself where no dictionary has it; of several with what is said of them – "trips=4", "cash 60.00; card 40.00" – each by its word.
std::string code_text(std::string_view language, std::string_view under, const std::string& code);
/// What a column is called in that list; most are called the same everywhere. The same name means two things now and then: *received* is money in a shift, a
/// day in a delivery.
std::string column_text(std::string_view language, std::string_view list, const std::string& column);
/// A list by the name of its page.
std::string list_text(std::string_view language, std::string_view list);

}  // namespace kwota::serve
