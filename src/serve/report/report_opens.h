// What a figure of a made report opens: the rows that make it, in a list or in a report whose rows stand by themselves.
// Begin with opens().
#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "collect/report/making/make.h"

namespace kwota::serve {

/// As it was asked.
std::string asked_period(const report::Period& period, std::string_view between);
/// What shows the rows of which a row is made, or, without one, of which all are. Nothing: no report tells by that.
std::optional<boost::json::object> opens(const report::Made& made, const report::MadeRow* row = nullptr);
/// Of a line of an account: what its figure counts of the days, or the rows that the line names. An opening, and a closing, is made of all days until then: it opens the same account
/// of these, whose lines open what they count. Of what else stands at their end nobody keeps rows: it opens nothing.
std::optional<boost::json::object> line_opens(const report::Made& made, const report::Line& line);

}  // namespace kwota::serve
