#include "serve/api/called.h"

namespace kwota::serve {

std::string called(const books::Reader& books, const std::string& sign_in) {
  const auto full_name = books.find(books::columns(&books::Operator::full_name), sign_in);
  return full_name && !full_name->empty() ? *full_name : sign_in;
}

}  // namespace kwota::serve
