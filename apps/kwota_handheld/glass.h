// The terminal as a handheld's glass: a list to choose from, text to turn over, a line to type. Each page is drawn anew as a
// whole. Guarantees: the terminal is given back as it was, whatever ended the work. Begin with Glass::open().
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace kwota::app {

class Glass {
 public:
  /// Error `no_terminal`: nobody sits there.
  static Result<std::unique_ptr<Glass>> open();
  ~Glass();
  Glass(const Glass&) = delete;
  Glass& operator=(const Glass&) = delete;

  /// What stands at the foot of every page.
  void set_foot(std::string foot) { foot_ = std::move(foot); }
  /// The place of what was chosen, by arrows and Enter or by its digit; nothing: Esc.
  std::optional<std::size_t> choose(const std::string& title, const std::vector<std::string>& rows, std::size_t first = 0);
  /// Until a key is pressed that does not turn the page.
  void show(const std::string& title, const std::vector<std::string>& lines);
  /// What was typed; nothing: Esc.
  std::optional<std::string> ask(const std::string& question);
  /// The terminal was taken away.
  bool gone() const { return gone_; }
  /// Stands there while something is done.
  void say(const std::string& title, const std::string& text);
  /// Whether Esc was pressed meanwhile; whatever else was typed is forgotten.
  bool breaks_off();

 private:
  Glass() = default;
  void begin_page(const std::string& title) const;
  std::string foot_;
  bool gone_ = false;
};

}  // namespace kwota::app
