// The number of a document as somebody types it from a bank's paper or copies it out of a page: two who type the same number mean the same document.
#pragma once
#include <string>
#include <string_view>

namespace kwota {

/// Without blanks around it, single ones within; wide letters of a Chinese keyboard and small ones as plain capital letters. Letters of other scripts stay as they are.
std::string typed_reference(std::string_view typed);
/// Whether two have typed the same number, with blanks between its groups or without.
bool is_same_reference(std::string_view one, std::string_view other);

}  // namespace kwota
