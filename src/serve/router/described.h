// What the served description says that a request may have, held against each request once, before a function is called: members of
// the body at all depths, their kinds, words of lists, parameters of the query, the kind of the body; and each text goes through the one gate.
// Guarantees: what openapi.json does not name is refused and nothing is done; nobody's misspelt member is quietly left out.
// Never: decides whether a value makes sense.   Begin with Described::admit_body().
#pragma once
#include <boost/json.hpp>
#include <map>
#include <string>

#include "serve/http/http.h"

namespace kwota::serve {

class Described {
 public:
  /// From the text of an OpenAPI 3.1 document whose paths are below the API's base.
  explicit Described(const std::string& document);

  struct Operation {
    std::map<std::string, const boost::json::value*, std::less<>> parameters;     ///< of the query: schema by name
    std::map<std::string, const boost::json::value*, std::less<>> bodies;         ///< schema by content type
  };
  /// Nothing: no such operation is described.
  const Operation* find(std::string_view method, std::string_view pattern) const;

  /// Errors: field_unknown {field}, field_malformed {field, wanted}, field_too_large {field, most}, field_too_small {field, least}, text_… {field}.
  Result<void> admit_query(const Operation& operation, const Request& request) const;
  /// Error content_type_unknown {type, wanted}; for a body that is not empty.
  Result<void> admit_type(const Operation& operation, const Request& request) const;
  /// Errors as above; fields are named by their way: "first_sale.pay", "officers[2]".
  Result<void> admit_body(const Operation& operation, std::string_view type, const boost::json::value& body) const;

  /// Objects in bodies of requests that say neither what they have nor what else they may have; for the test.
  std::vector<std::string> left_open() const;

 private:
  Operation operation_of(const boost::json::object& described) const;
  const boost::json::value& resolved(const boost::json::value& schema) const;
  Result<void> admit_value(const boost::json::value& schema, const boost::json::value& value, const std::string& at) const;
  Result<void> admit_object(const boost::json::object& schema, const boost::json::object& value, const std::string& at) const;
  void seek_open(const boost::json::value& schema, const std::string& at, std::vector<std::string>& found) const;

  boost::json::value document_;
  std::map<std::string, Operation, std::less<>> operations_;  ///< "POST /sales"
};

/// Of the description that this program serves.
const Described& served_description();

}  // namespace kwota::serve
