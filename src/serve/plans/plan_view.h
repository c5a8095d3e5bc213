// Price plans as pages are shown them, and as a request brings them.
#pragma once
#include <boost/json.hpp>
#include <string>

#include "books/reader.h"
#include "sell/remote/publish.h"

namespace kwota::serve {

Error unknown_plan(const std::string& id);
/// {accounts, stopped, behind, by_line}: which account, at which meter, and why.
boost::json::object effect_view(const remote::Effect& effect, const std::string& language);

/// A version that somebody writes, and the plan that it is of.
struct AskedVersion {
  books::Plan plan;
  books::PlanVersion version;
  bool fresh = false;  ///< the plan comes with it
};
/// {id, version: {from, …}} or {plan: {…head}, version: {…}}. Errors: field_missing, unknown_plan, already_there.
Result<AskedVersion> asked_version(const books::Reader& books, const boost::json::value& body);

}  // namespace kwota::serve
