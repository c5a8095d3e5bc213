// What of a table leaves the house with somebody: columns that tell of a person (books::Personal) go along only with whoever has the right for it
// (personal_export). Lists, answers to queries and reports are all cut by this, in every form, and each file says what is missing.
// Begin with Leaving.
#pragma once
#include <string>
#include <vector>

namespace kwota::serve {

struct LeavingColumn {
  std::string name, title;
  bool personal = false;
};

class Leaving {
 public:
  Leaving(const std::vector<LeavingColumn>& columns, bool with_personal);

  bool goes(std::size_t column) const { return goes_[column]; }
  /// Of cells beside those columns, what goes along.
  template <class Cell>
  std::vector<Cell> of(const std::vector<Cell>& cells) const {
    std::vector<Cell> out;
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (i >= goes_.size() || goes_[i]) out.push_back(cells[i]);
    return out;
  }
  /// What stays behind, for people and by name; empty: nothing.
  const std::vector<std::string>& left_out() const { return left_out_; }
  const std::vector<std::string>& names_left_out() const { return names_left_out_; }
  /// Names of what goes along and tells of persons.
  const std::vector<std::string>& personal() const { return personal_; }

 private:
  std::vector<bool> goes_;
  std::vector<std::string> left_out_, names_left_out_, personal_;
};

/// "a, b"
std::string in_a_row(const std::vector<std::string>& names);

}  // namespace kwota::serve
