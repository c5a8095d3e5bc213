#include "store/sqlite/dialect.h"

namespace kwota::store::dialect {

std::string json_member(const std::string& column, const std::string& path) { return "json_extract(" + column + ", '$." + path + "')"; }
std::string json_list(const std::string& column, const std::string& path, const std::string& between) {
  return "(SELECT " + joined("value", between) + " FROM json_each(" + column + ", '$." + path + "'))";
}
std::string joined(const std::string& column, const std::string& between) { return "group_concat(" + column + ", '" + between + "')"; }
std::string hexadecimal(const std::string& column) { return "iif(typeof(" + column + ")='blob', hex(" + column + "), " + column + ")"; }
std::string no_bytes() { return "CAST('' AS BLOB)"; }

std::string instant_of_day(const std::string& column) { return "1000*strftime('%s', " + column + ")"; }
std::string first_damage() { return "PRAGMA integrity_check(1)"; }
std::string before(const std::string& text, const std::string& mark) { return "substr(" + text + ", 1, instr(" + text + " || '" + mark + "', '" + mark + "') - 1)"; }

}  // namespace kwota::store::dialect
