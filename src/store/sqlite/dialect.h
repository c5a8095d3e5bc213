// What the engines of databases say each in its own way, as pieces of a question. Begin with json_member().
#pragma once
#include <string>
#include <string_view>

namespace kwota::store::dialect {

/// The text or number at `path` ("commodity") in a column that holds JSON; NULL where it is not there.
std::string json_member(const std::string& column, const std::string& path);
/// What the list at `path` holds, as one text.
std::string json_list(const std::string& column, const std::string& path, const std::string& between);
/// This column of all rows that are asked for, as one text.
std::string joined(const std::string& column, const std::string& between);
/// Bytes as hexadecimal text; what is text already stays.
std::string hexadecimal(const std::string& column);
/// No bytes, where the other half of a union has a column of them.
std::string no_bytes();
/// A day written as "2026-11-20" as milliseconds since 1970, as instants are kept.
std::string instant_of_day(const std::string& column);
/// The first place in which the file, a table or an index is not whole; `no_damage`: there is none.
std::string first_damage();
inline constexpr std::string_view no_damage = "ok";
/// What stands before the first `mark` of a text; the whole of it where there is none.
std::string before(const std::string& text, const std::string& mark);

}  // namespace kwota::store::dialect
