// A technician at a terminal and a meter on a line, by the books: his order stands in the queue like one of the counters' pages, and the
// head-end's own conversation carries it out – at once, over the line that the books know or one that he names, under the utility's keys.
// Guarantees: nothing is sealed that is not in the books before; what was sold is brought, never made up here; who may not order it at the
// counters may not here.   Begin with LineDesk::open().
#pragma once
#include <optional>

#include "kwota/books/books_desk.h"
#include "kwota/meter/meter_contact.h"
#include "work/head_end/head_end.h"

namespace kwota::app {

class LineDesk {
 public:
  /// No line named: the one that the books know. Errors: those of BooksDesk.
  static Result<std::unique_ptr<LineDesk>> open(const LinkOptions& options);

  /// `decide`: (const books::Reader&, const people::Context&, approval) -> Result<books::Decision<T>>, in the name of who signs in; a second
  /// person when it asks for one. Error `not_found`: the meter is another station's.
  template <class Decide>
  auto order(MeterNumber meter, const std::string& action, Decide decide) {
    using Answer = std::decay_t<decltype(decide(std::declval<const books::Reader&>(), std::declval<const people::Context&>(), 0)->answer)>;
    return books_->people().with_second(options_.as, options_.second, [&](const people::Context& who, std::int64_t approval) -> Result<Answer> {
      MUST(may_see(meter, who));
      return books_->books().run({who.who.name, action, who.station}, [&](const books::Reader& reader) { return decide(reader, who, approval); });
    });
  }
  /// The head-end's conversation, now; how these commands stand behind it. Errors: why it ended early, those of the books.
  Result<std::vector<books::MeterCommand>> contact(MeterNumber meter, const std::vector<std::int64_t>& commands);

 private:
  LineDesk(ByBooks options, std::unique_ptr<BooksDesk> books) : options_(std::move(options)), books_(std::move(books)) {}
  Result<void> may_see(MeterNumber meter, const people::Context& who);

  ByBooks options_;
  std::unique_ptr<BooksDesk> books_;
  std::unique_ptr<head_end::HeadEnd> head_end_;
};

}  // namespace kwota::app
