// openapi.json as it stands in the program; made by the build from the file beside this one.
#pragma once
#include <string>

namespace kwota::serve {

const std::string& description();

}  // namespace kwota::serve
