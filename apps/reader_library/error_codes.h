// Our errors as the numbers of the header, and those in words.   Begin with code_of() and sentence_of().
#pragma once
#include "base/result.h"
#include "kwota_reader.h"

namespace kwota::reader {

int code_of(const Error& why);
/// zh, en or ru; any other language is English. Never empty.
const char* sentence_of(int code, const char* language);

}  // namespace kwota::reader
