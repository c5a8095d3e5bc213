// A technician at a terminal and a meter on a line, by the books: his order stands in the queue like one of the counters' pages, and the
// head-end's own conversation carries it out – at once, over the line that the books know or one that he names, under the utility's keys.
// Guarantees: nothing is sealed that is not in the books before; what was sold is brought, never made up here; who may not order it at the
// counters may not here.   Begin with LineDesk::open().
#pragma once
#include <optional>

#include "kwota/meter_contact.h"
#include "kwota/people_at_terminal.h"
#include "seal/vaults/vaults.h"
#include "store/books.h"
#include "work/counter_vault/counter_vault.h"
#include "work/head_end/head_end.h"

namespace kwota::app {

class LineDesk {
 public:
  /// No line named: the one that the books know. Errors: `folder_of_key_office`, `no_books`, `books_in_use` (the server runs: order it on
  /// its pages), `own_keys_missing`, those of the vault and of whoever opens a load SAM.
  static Result<std::unique_ptr<LineDesk>> open(const LinkOptions& options);

  /// `decide`: (const books::Reader&, const people::Context&, approval) -> Result<books::Decision<T>>, in the name of who signs in; a second
  /// person when it asks for one. Error `not_found`: the meter is another station's.
  template <class Decide>
  auto order(MeterNumber meter, const std::string& action, Decide decide) {
    using Answer = std::decay_t<decltype(decide(std::declval<const books::Reader&>(), std::declval<const people::Context&>(), 0)->answer)>;
    return people_->with_second(options_.as, options_.second, [&](const people::Context& who, std::int64_t approval) -> Result<Answer> {
      MUST(may_see(meter, who));
      return books_->run({who.who.name, action, who.station}, [&](const books::Reader& reader) { return decide(reader, who, approval); });
    });
  }
  /// The head-end's conversation, now; how these commands stand behind it. Errors: why it ended early, those of the books.
  Result<std::vector<books::MeterCommand>> contact(MeterNumber meter, const std::vector<std::int64_t>& commands);

 private:
  explicit LineDesk(ByBooks options) : options_(std::move(options)) {}
  Result<void> may_see(MeterNumber meter, const people::Context& who);
  Result<void> open_load_sam();

  ByBooks options_;
  SystemClock clock_;
  SystemRandom random_;
  seal::Vaults vaults_;
  seal::CounterConfiguration counter_configuration_;
  std::unique_ptr<store::Books> books_;
  std::unique_ptr<counter_vault::CounterVault> counter_;
  std::optional<PeopleAtTerminal> people_;
  std::unique_ptr<head_end::HeadEnd> head_end_;
};

}  // namespace kwota::app
