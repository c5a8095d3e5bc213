// Names by which people sign in. Unicode lets one write the same name in many ways, and another name so that it looks the same; a name that
// looks like the administrator's is a trap for whoever reads an audit trail.
// Source: UAX #15 (normal form C), UTS #39 (confusable skeleton), by ICU.
// Begin with good_name().
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota::people {

inline constexpr int name_length_max = 64;  ///< code points

/// In normal form C; what is no UTF-8 stays as it came and is nobody's name.
std::string normal_form(std::string_view name);
/// The name in normal form C. Error `bad_operator_name` {length}: empty, longer than 64, with control or format characters or unassigned
/// ones, or with a blank at either end.
Result<std::string> good_name(std::string_view typed);
/// Two names of which these are equal look alike: case folded, then what is confusable made the same.
std::string skeleton(std::string_view name);

}  // namespace kwota::people
