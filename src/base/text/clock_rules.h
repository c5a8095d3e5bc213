// Rules by the clock as devices keep them, each in one number – a time of the day, days of the week, a moment that comes again, yes or no –, and the
// text that people read and type. One form for lines, books, the command line and the API; what people typed before – "0600", "127", "1" – is taken, too.
// Never: says which of them a device accepts (devices/settings).   Begin with time_of_day_text().
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kwota {

/// hhmm: 600 is "06:00". Empty: that is no time of a day.
std::string time_of_day_text(std::int64_t hhmm);
/// "06:00", "0600", "600".
std::optional<std::int64_t> parse_time_of_day(std::string_view text);

/// Bit 0 is Sunday: "mon,tue,wed"; "daily", "none". Empty: there are bits beside the seven.
std::string weekdays_text(std::int64_t days);
/// In any order; "62".
std::optional<std::int64_t> parse_weekdays(std::string_view text);

/// "yes", "no". Empty: neither.
std::string flag_text(std::int64_t flag);
/// "1", "0".
std::optional<std::int64_t> parse_flag(std::string_view text);

/// MMDDhhmm, each pair 99: every one. 99991830 is "*-* 18:30", 0 "never". Empty: no moment is like that.
std::string recurring_text(std::int64_t pattern);
/// "99991830".
std::optional<std::int64_t> parse_recurring(std::string_view text);

}  // namespace kwota
