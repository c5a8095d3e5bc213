// The words by which customers and service points are found: names, addresses, first letters of pinyin, telephones. Made when a row is written.
// Guarantees: a word of a person's telephone stands apart from all others, so that who sees telephones only masked finds them by the whole alone.
// Begin with words_of_text().
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "books/kinds.h"

namespace kwota::store {

/// Folded words of a text: "Li Wei" -> li, wei; "王小芳" -> 王小芳, 小芳, 芳, wxf, wangxiaofang; "Иванова" -> иванова, ivanova.
std::set<std::string> words_of_text(std::string_view text);
/// What somebody looks for, folded and taken apart in the same way: each part begins a word.
std::vector<std::string> parts_of_search(std::string_view text);
/// "138 1234-5678" -> "13812345678"; empty when it is no number.
std::string digits_of(std::string_view text);

/// Kind of word and the word, of one row. Kinds: customer, phone, service_point.
using Words = std::set<std::pair<std::string, std::string>>;
/// Of a row that is found by none: nothing.
Words words_of(const books::RowRef& row);
/// The same of a row as it stands in the books.
Words words_of(const books::Table& table, const books::ValueSource& from);
/// What the row is called in the table of words.
std::string search_object(const books::RowRef& row);

}  // namespace kwota::store
