// What people are called, where a paper or a page speaks of them: in rows they stand with the names under which they sign in.   Begin with called().
#pragma once
#include <boost/json.hpp>
#include <initializer_list>
#include <string>

#include "books/reader.h"

namespace kwota::serve {

/// What somebody is called who signs in under this name; the name itself where the books know no more of him.
std::string called(const books::Reader& books, const std::string& sign_in);
/// Beside a row of an answer, as lists say it beside theirs: by member and sign-in name, what those are called whom these members name.
void say_people(const books::Reader& books, boost::json::object& row, std::initializer_list<std::string_view> members);
/// A row as papers tell of it: `people` of its columns say what they are called, as receipts do.
template <class Row, class... Column>
Row with_people_called(const books::Reader& books, Row row, Column Row::*... people) {
  ((row.*people = called(books, row.*people)), ...);
  return row;
}

}  // namespace kwota::serve
