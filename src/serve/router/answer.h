// Answers in the forms of the API: JSON documents, problem documents (RFC 9457), downloads; every one with the headers that
// keep a browser safe.
#pragma once
#include <boost/json.hpp>
#include <string>

#include "base/result.h"
#include "serve/http/http.h"

namespace kwota::serve {

Response answer_json(const boost::json::value& value, int status = 200);
Response answer_download(std::string body, std::string_view content_type, std::string_view file_name);
/// The file goes out in pieces and is gone afterwards.
Response answer_download(std::shared_ptr<Spool> file, std::string_view content_type, std::string_view file_name);
/// The same; paper opens in the browser, where it is read and printed.
Response answer_file(std::shared_ptr<Spool> file, std::string_view content_type, std::string_view file_name);
/// Status by whose fault it is, and by the causes that have one of their own; detail in the reader's language. `extra` joins its details.
Response answer_problem(const Error& error, std::string_view language, std::string_view request_id, const boost::json::object& extra = {});
/// {code, detail, details}: a refusal inside an answer that is none.
boost::json::object refusal_of(const Error& error, std::string_view language);
int status_of(const Error& error);
/// Of sample books: the answer says so, and a file that is taken away has it in its name ("sample-sales.csv").
void mark_as_sample(Response& response);
/// Content-Security-Policy and its friends; added to every answer.
void add_security_headers(Response& response);

}  // namespace kwota::serve
