#include "serve/http/target.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace kwota::serve {

bool take_target(Request& request, std::string_view target) {
  const auto read = boost::urls::parse_origin_form(target);
  if (!read) return false;
  request.path = read->encoded_path().decode();
  request.target = std::string(target);
  for (const auto& parameter : read->params()) request.query[parameter.key] = parameter.value;
  return true;
}

}  // namespace kwota::serve
